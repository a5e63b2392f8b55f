"""Every page opens, on both databases, for somebody whose page it is; and says what went wrong where it does not."""

from tests.driving import counted_statements

PAGES = {
    "second_street": (
        "/todo", "/todo?box=done", "/todo?due=late&q=x", "/cases", "/cases?overdue=true", "/cases?q=991x",
        "/cases/{number}", "/cases/{number}/graph", "/cases/{number}/actions/accept", "/cases/{number}/hand-over",
        "/notices", "/notices?about=alerts", "/audit/verify?number={number}", "/account", "/help",
        "/cases/new?way=register_arrival", "/bulk?action=accept&cases={number}&cases=ZJ-2026-9999",
        "/bulk/jobs",
    ),
    "branch": (
        "/members", "/members?q=swx", "/members/new", "/members/{member}", "/members/{member}/edit", "/cases/new",
        "/cases/new/dual", "/registrations", "/cases/{number}/opened", "/cases/new?way=request",
        "/batches",
    ),
    "street": ("/cases/{number}", "/cases/{number}/nudge", "/cases/{number}/letter", "/cases/{number}/attachments",
               "/bulk/letters?cases={number}",
               "/organizations/D-street/letters"),
    "department": (
        "/organizations", "/organizations?q=wtjd", "/organizations/unconfirmed", "/organizations/D-street",
        "/organizations/D-street/members", "/organizations/D-community/members",
        "/organizations/new?below=D-street", "/organizations/D-street/edit", "/organizations/files", "/cases/{number}",
        "/cases/{number}/reassign",
    ),
    "province": ("/users", "/users?q=s", "/users/new", "/users/branch"),
}  # fmt: skip


def test_every_page_opens_and_takes_few_statements(both_desks):
    number = both_desks.driver.drive_to("street_review")
    member = both_desks.driver.case(number).member_id
    many = {}
    for who, urls in PAGES.items():
        both_desks(who).get("/help")
        for url in urls:
            with counted_statements(both_desks.database) as sent:
                both_desks(who).get(url.format(number=number, member=member))
            if len(sent) > 12:
                many[url] = sent
    assert many == {}


def test_every_page_speaks_traditional_chinese_and_english(desks):
    number = desks.driver.drive_to("street_review")
    member = desks.driver.case(number).member_id
    for language in ("zh-Hant", "en"):
        for who, urls in PAGES.items():
            desks(who).get("/help")
            desks(who).send("/preferences", language=language, next="/help")
            for url in urls:
                page = desks(who).get(url.format(number=number, member=member))
                assert f'<html lang="{language}"' in page


def test_a_wrong_method_an_expired_token_and_a_huge_form_are_answered_by_pages(desks):
    person = desks("street")
    assert "报出这个编号" in person.client.post("/todo", data={}).text
    person.get("/help")
    expired = person.client.post("/preferences", data={"csrf_token": "old", "size": "large"})
    assert "已经失效" in expired.text
    token = person.form("/logout").fields["csrf_token"]
    huge = person.client.post("/cases/new", data={"csrf_token": token, "member_query": "x" * 11_000_000})
    assert huge.status_code == 413
