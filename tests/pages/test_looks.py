"""What every page owes whoever looks at it: it fits the screen, it can be read by all, and it is light."""

import pytest

from tests.fixtures.browser import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("looks"), pytest.mark.timeout(300)]

PAGES = {
    "sign in": (None, "/login"),
    "worklist": ("second_street", "/todo"),
    "waiting": ("branch", "/todo?box=waiting"),
    "empty box": ("village", "/todo"),
    "case, my turn": ("second_street", "/cases/{late}"),
    "case, another's turn": ("street", "/cases/{late}"),
    "case, closed": ("branch", "/cases/{closed}"),
    "case, placement": ("second_community", "/cases/{placement}"),
    "dual case": ("branch", "/cases/{dual}"),
    "registration slip": ("branch", "/cases/{dual}/sheets/slip"),
    "activity card": ("branch", "/cases/{noted}/sheets/card"),
    "feedback form": ("branch", "/cases/{noted}/sheets/feedback"),
    "review": ("branch", "/cases/{noted}/actions/review"),
    "registrations": ("second_community", "/registrations"),
    "unsettled": ("street", "/stuck"),
    "nobody unsettled": ("village", "/stuck"),
    "new follow-up": ("branch", "/stuck/new"),
    "survey": ("branch", "/stuck/survey"),
    "conference": ("street", "/stuck/conference"),
    "follow-up": ("branch", "/cases/{followed}"),
    "report": ("second_community", "/cases/{report}"),
    "reports of a community": ("community", "/flow-reports"),
    "reports of a street": ("street", "/flow-reports"),
    "reports of a department": ("department", "/flow-reports"),
    "reports, printed": ("street", "/flow-reports/print"),
    "action": ("second_street", "/cases/{late}/actions/refuse"),
    "action, placement": ("second_community", "/cases/{placement}/actions/place"),
    "action, blocked": ("second_street", "/cases/{placement}/actions/accept"),
    "nudge": ("street", "/cases/{late}/nudge"),
    "hand over": ("second_street", "/cases/{late}/hand-over"),
    "reassign": ("department", "/cases/{late}/reassign"),
    "letter": ("street", "/cases/{in_transit}/letter"),
    "files": ("street", "/cases/{street_review}/attachments"),
    "receipt link": ("street", "/cases/{outside}/receipt-link"),
    "notice": ("branch", "/cases/{in_transit}/notice"),
    "graph": ("branch", "/cases/{late}/graph"),
    "register": ("branch", "/cases"),
    "register, nothing found": ("branch", "/cases?q=没有这个人"),
    "many, looked at": ("second_street", "/bulk?action=accept&cases={late}&cases={soon}&cases={placement}"),
    "many, numbers": ("second_street", "/bulk?action=report_in&cases={in_transit}&cases={late}"),
    "many, nothing chosen": ("second_street", "/bulk?action=accept"),
    "many letters": ("street", "/bulk/letters?cases={in_transit}&cases={late}&cases={street_review}"),
    "many, under way": ("branch", "/bulk/jobs/{many_waiting}"),
    "many, list of work": ("branch", "/bulk/jobs"),
    "many, answered": ("branch", "/bulk/results/{many_done}"),
    "who": ("branch", "/cases/new"),
    "who, request": ("second_community", "/cases/new?way=request"),
    "who, arrival": ("second_street", "/cases/new?way=register_arrival"),
    "dual form": ("branch", "/cases/new/dual"),
    "leave": ("branch", "/cases/new/away"),
    "inflow": ("second_community", "/cases/new/inflow"),
    "certificate shown": ("second_community", "/cases/new/arrival"),
    "holder turned away": ("second_community", "/cases/new/decline"),
    "away": ("branch", "/cases/{away}"),
    "certificate": ("branch", "/cases/{away}/sheets/certificate"),
    "search sheet": ("branch", "/cases/{followed}/sheets/search"),
    "contact card": ("branch", "/cases/{away}/sheets/contacts"),
    "members away": ("branch", "/mobile-members"),
    "members come": ("second_community", "/mobile-members?side=in"),
    "register of members away": ("branch", "/ledgers/outflow"),
    "opened": ("branch", "/cases/{outflow_review}/opened"),
    "members": ("branch", "/members"),
    "member": ("second_community", "/members/{member}"),
    "new member": ("branch", "/members/new"),
    "edit member": ("second_community", "/members/{member}/edit"),
    "one person or two": ("department", "/members/{member}/duplicates/{other}"),
    "imports": ("street", "/imports"),
    "import, checked": ("street", "/imports/{checked}"),
    "import, under way": ("street", "/imports/{checking}"),
    "batches": ("branch", "/batches"),
    "batch, checked": ("branch", "/batches/{batch}"),
    "batch, a person expected": ("branch", "/batches/{batch}/rows/3"),
    "organizations": ("department", "/organizations?below=D-department"),
    "organization": ("department", "/organizations/D-street"),
    "members by class": ("second_community", "/organizations/D-second_community/members?class=arriving"),
    "members by class of a street": ("department", "/organizations/D-second_street/members"),
    "letter settings": ("street", "/organizations/D-street/letters"),
    "limits": ("department", "/organizations/D-street/limits"),
    "one limit": ("department", "/organizations/D-street/limits/transfer/outflow_review"),
    "calendar": ("province", "/calendar"),
    "new organization": ("department", "/organizations/new"),
    "files of organizations": ("department", "/organizations/files"),
    "file of organizations, checked": ("department", "/organizations/files/{organizations}"),
    "names to confirm": ("department", "/organizations/unconfirmed"),
    "sign-ins": ("province", "/users"),
    "sign-in": ("province", "/users/branch"),
    "stand-ins": ("second_street", "/absences/second_street"),
    "new sign-in": ("province", "/users/new"),
    "messages": ("branch", "/notices"),
    "alerts": ("branch", "/notices?about=alerts"),
    "verified": ("city", "/audit/verify?number={late}"),
    "account": ("second_street", "/account"),
    "help": ("branch", "/help"),
    "letter checked": (None, "/v/{code}"),
    "letter not known": (None, "/v/AAAA-AAAA-AAAA"),
    "receipt": (None, "/r/{receipt}"),
    "receipt, link over": (None, "/r/AAAA-AAAA-AAAA"),
    "not found": ("branch", "/cases/ZJ-2026-9999"),
    "forbidden": ("branch", "/users"),
}
HEAVIEST = ("worklist", "waiting", "case, my turn", "register", "members", "organizations", "messages", "help")


@pytest.fixture
def see(furnished, contexts):
    """``see(name, size)`` opens a page of the list as its person."""

    def opened(name, size=WIDE, **how):
        who, url = PAGES[name]
        page = contexts.open(size, **how).new_page()
        if who is not None:
            furnished.enter(page, who)
        member = furnished.driver.case(furnished.cases["closed"]).member_id
        under_way = furnished.driver.case(furnished.cases["in_transit"])
        known = {"member": member, "other": under_way.member_id, "code": under_way.letter.code}
        return furnished.open(page, url.format(**furnished.cases, **known))

    return opened


def spills(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_the_screen_and_has_no_accessibility_fault(see, axe_violations, name, size):
    page = see(name, size, touch=size == NARROW)
    assert not spills(page)
    assert axe_violations(page) == []
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("language", ["en", "zh-TW"])
@pytest.mark.parametrize("name", ["worklist", "case, my turn", "who", "member", "account", "organizations"])
def test_a_page_fits_a_narrow_screen_in_every_language(see, name, language):
    assert not spills(see(name, NARROW, locale=language))


@pytest.mark.parametrize("name", ["worklist", "case, my turn", "register", "member"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_largest_text_fits_the_screen_too(see, furnished, name, size):
    page = see(name, size)
    page.context.add_cookies([{"name": "size", "value": "xlarge", "url": furnished.base}])
    page.reload()
    assert not spills(page)


@pytest.mark.parametrize("name", ["worklist", "sign-ins"])
def test_on_a_telephone_every_place_of_the_side_list_is_two_taps_away(see, name):
    page = see(name, NARROW, touch=True)
    page.locator(".bottom-bar summary").tap()
    addresses = "links => links.map(link => link.getAttribute('href'))"
    places = page.locator(".side li a").evaluate_all(addresses)
    shown = page.locator(".bottom-bar li a:visible").evaluate_all(addresses)
    assert shown == [*places, "/account"]


@pytest.mark.parametrize(("name", "words"), [("member", "发起转接"), ("organization", "时限")])
def test_on_a_telephone_one_starts_from_the_head_of_a_page_too(see, name, words):
    assert see(name, NARROW, touch=True).locator(".case-head").get_by_role("link", name=words).is_visible()


def in_view(page, selector):
    box, size = page.locator(selector).first.bounding_box(), page.viewport_size
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= size["height"] and box["width"] > 0


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", ["case, my turn", "case, another's turn", "dual case"])
def test_whose_turn_it_is_and_how_late_are_seen_without_scrolling(see, name, size):
    page = see(name, size)
    for selector in (".now-box .heading", ".now-box h2", ".now-box .chip", ".now-box .duty"):
        assert in_view(page, selector), selector


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_main_button_of_a_case_is_seen_without_scrolling(see, size):
    page = see("case, my turn", size)
    selector = ".action-dock .button-primary" if size == NARROW else ".now-box .actions .button-primary"
    assert in_view(page, selector)


def test_all_of_a_contact_is_filled_in_on_a_telephone_in_the_last_row_too(see):
    row = see("unsettled", NARROW, touch=True).locator(".stuck .row").last
    row.get_by_text("登记联系").tap()
    row.get_by_text("方式、日期和其他").first.tap()
    row.locator("[name=reason_code]").first.tap()
    row.get_by_role("button", name="没联系上").tap(trial=True)  # nothing lies over it; the people of these pages stay


def test_a_window_at_the_end_of_a_page_is_scrolled_out_from_under_the_bar(see):
    page = see("waiting", NARROW, touch=True)
    page.locator("main details.popover > summary:visible").last.tap()
    page.locator("main details.popover[open] .popover-body :is(a, button)").last.tap(trial=True)


@pytest.mark.parametrize("name", HEAVIEST)
def test_a_page_is_light_and_asks_little(see, name):
    page, weights = see(name), {}
    page.wait_for_load_state("networkidle")

    def weigh(response):
        weights[response.url] = len(response.body()) if response.status == 200 else 0

    page.on("response", weigh)
    page.reload(wait_until="networkidle")
    assert len(weights) <= 6
    assert sum(weights.values()) <= 150_000
    assert page.locator("*").count() <= 1500


def test_the_dark_colours_have_enough_contrast(furnished, contexts, axe_violations):
    page = contexts.open().new_page()
    page.emulate_media(color_scheme="dark")
    furnished.sign_in(page, "second_street")
    for url in ("/todo", f"/cases/{furnished.cases['late']}", f"/cases/{furnished.cases['late']}/actions/refuse"):
        assert axe_violations(furnished.open(page, url)) == []


def test_an_open_form_under_its_button_has_no_accessibility_fault(see, axe_violations):
    page = see("case, my turn")
    page.locator(".now-box details.popover summary").first.click()
    assert page.locator(".now-box details[open] textarea").is_visible()
    assert axe_violations(page) == []
