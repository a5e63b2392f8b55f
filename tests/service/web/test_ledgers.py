"""The ledgers and the exports as people meet them."""

from service.intake.tables import read_table


def test_a_ledger_shows_this_year_and_can_be_narrowed(desks):
    number = desks.driver.drive_to("receipt_due")
    page = desks("street").get("/ledgers")
    assert f"/cases/{number}" in page
    assert 'value="2026-01-01"' in page
    assert f"/cases/{number}" not in desks("street").get("/ledgers/transfer_out?since=2025-01-01&until=2025-12-31")
    assert f"/cases/{number}" in desks("street").get("/ledgers/transfer_out?since=&until=")
    assert f"/cases/{number}" in desks("street").get("/ledgers/unreceipted?since=nonsense&organization=D-street")
    assert f"/cases/{number}" in desks("second_street").get("/ledgers/unreceipted")


def test_a_sheet_says_who_printed_it_and_masks_numbers(desks):
    desks.driver.drive_to("in_transit")
    sheet = desks("street").get("/ledgers/in_transit/print")
    for words in ("制表：", "审核：", "负责人：", "日期：", "打印于"):
        assert words in sheet
    assert "***" in sheet


def test_what_is_no_ledger_and_who_reads_no_cases_find_nothing(desks):
    desks("street").get("/ledgers/nothing", 404)
    desks("street").get("/ledgers/nothing/print", 404)
    desks("province").get("/ledgers", 404)
    desks("province").get("/exports/new?list=members", 403)


def test_a_list_is_taken_out_as_it_is_filtered(desks):
    closed, draft = desks.driver.drive_to("closed"), desks.driver.drive_to("draft")
    person = desks("branch")
    person.get("/exports/new?list=cases&state=closed&sort=-opened_at")
    person.send("/exports", 200, format="csv")
    assert person.last.headers["Content-Disposition"].startswith("attachment")
    text = person.last.data.decode("utf-8-sig")
    assert closed in text
    assert draft not in text


def test_every_list_leads_to_its_export(desks):
    desks.driver.drive_to("draft")
    person = desks("branch")
    for url in ("/cases?q=林", "/todo?box=mine", "/members?q=林", "/ledgers/in_transit"):
        person.get(url)
        link = person.last.text.split('href="/exports/new?')[1].split('"')[0].replace("&amp;", "&")
        person.get(f"/exports/new?{link}")
        person.send("/exports", 200, format="xlsx")
        assert read_table(person.last.data)


def test_without_a_reason_the_form_comes_back_with_what_was_chosen(desks):
    person = desks("branch")
    person.get("/exports/new?list=members&q=林")
    page = person.send("/exports", 422, format="csv", full="true")
    assert "理由" in page
    assert person.form("/exports").fields["q"] == "林"
    person.send("/exports", 200, format="csv", full="true", reason="报送上级")
