// These behaviours only save clicks. With scripts off, the forms, the links and the <details> do the same work.
// The baseline is Chromium 78, Firefox 78 and Safari 13: no optional chaining, no nullish coalescing.

const YEAR_IN_SECONDS = 31536000;

// One small window open at a time; Escape or a click elsewhere closes it and the focus goes back to its button.
function popovers() {
  const open = () => Array.from(document.querySelectorAll("details.popover[open]"));
  const close = (popover) => {
    popover.open = false;
    popover.querySelector("summary").focus();
  };
  document.addEventListener("toggle", (event) => {
    const opened = event.target;
    if (!opened.matches("details.popover") || !opened.open) return;
    open().filter((other) => other !== opened && !other.contains(opened)).forEach((other) => { other.open = false; });
    // A touch screen would cover the buttons with its keyboard.
    const first = opened.querySelector("textarea, input:not([type=hidden]), select");
    if (first && window.matchMedia("(pointer: fine)").matches) first.focus();
  }, true);
  document.addEventListener("click", (event) => {
    const cancel = event.target.closest("[data-close]");
    if (cancel && cancel.closest("details.popover")) {
      event.preventDefault();
      close(cancel.closest("details.popover"));
    } else if (!event.target.closest("details.popover")) {
      open().forEach((popover) => { popover.open = false; });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open().forEach(close);
  });
}

// Larger text at once; the cookie is the one the server sets when the form is sent without scripts.
function textSize() {
  const root = document.documentElement;
  const sizes = ["normal", "large", "xlarge"];
  document.querySelectorAll("form[data-text-size]").forEach((form) => {
    const button = form.querySelector("button[name=size]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      root.dataset.size = button.value;
      document.cookie = `size=${button.value};path=/;max-age=${YEAR_IN_SECONDS};samesite=lax`;
      button.setAttribute("aria-pressed", String(button.value !== "normal"));
      button.value = sizes[(sizes.indexOf(button.value) + 1) % sizes.length];
    });
  });
}

// The seconds in which the last step can be taken back; afterwards the button goes, as the server would refuse it.
function undoCountdown() {
  document.querySelectorAll("form[data-undo]").forEach((form) => {
    const seconds = form.querySelector("[data-seconds]");
    const end = Date.now() + Number(seconds.textContent) * 1000;
    const timer = window.setInterval(() => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left > 0) {
        seconds.textContent = String(left);
      } else {
        window.clearInterval(timer);
        form.remove();
      }
    }, 250);
  });
}

// Two fast clicks send one form. The server would answer the second like the first; this spares the wait.
function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    else form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });
}

// All boxes of a list at once, and none at the second click; without scripts the link brings the list with all set.
// How many are set is said beside it.
function tickAll() {
  document.querySelectorAll("a[data-tick]").forEach((link) => {
    const form = link.closest("form");
    const boxes = Array.from(form.querySelectorAll("input[name=cases]"));
    const said = form.querySelector("[data-ticked]");
    const tell = () => {
      const count = boxes.filter((box) => box.checked).length;
      said.textContent = count ? said.dataset.ticked.replace("#", String(count)) : "";
    };
    link.addEventListener("click", (event) => {
      const all = boxes.every((box) => box.checked);
      event.preventDefault();
      boxes.forEach((box) => { box.checked = !all; });
      tell();
    });
    form.addEventListener("change", tell);
    window.addEventListener("pageshow", tell);
  });
}

// A column of a sheet, pasted into the box of one row, goes where whole columns are matched to their rows.
function pastedColumns() {
  document.querySelectorAll("form[data-numbers]").forEach((form) => {
    form.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text");
      if (!event.target.matches("td input") || !text.trim().includes("\n")) return;
      event.preventDefault();
      form.elements.numbers.value = text;
      form.querySelector("button[name=match]").click();
    });
  });
}

popovers();
pastedColumns();
tickAll();
textSize();
undoCountdown();
sendOnce();
