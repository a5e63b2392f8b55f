"""What was said of unclear names of units, as the form of a roster sends it."""

from __future__ import annotations

from itertools import count
from typing import Any

from flask import request

from service.forms.answers import ANSWERS
from service.forms.loading import load

Answers = list[dict[str, str]]


def sent_answers() -> Answers:
    """One for each question, in the order of the page; what is typed counts before what is chosen."""
    sent = request.form
    names = (f"answers.{place}" for place in count())
    found: list[dict[str, Any]] = []
    for name in names:
        if f"{name}.text" not in sent:
            break
        code = sent.get(f"{name}.other", "").strip() or sent.get(name, "")
        found.append({"field": sent.get(f"{name}.field", ""), "text": sent[f"{name}.text"], "code": code})
    answers: Answers = load(ANSWERS, {"answers": found})["answers"]
    return answers
