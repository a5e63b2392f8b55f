"""The ledgers and exports over REST."""

import io
import json
import zipfile

import pytest

from tests.service.api.client import assert_problem, codes
from tests.service.being_away import taken_in

pytestmark = pytest.mark.postgres
LEDGERS = ("transfer_out", "transfer_in", "in_transit", "unreceipted", "outflow", "inflow")


def test_a_register_answers_its_lines_with_masked_numbers_page_by_page(api):
    made = [api.driver.drive_to("receipt_due") for _ in range(3)]
    first = api.get("street", "/registers/unreceipted", limit=2).json
    rest = api.get("street", "/registers/unreceipted", limit=2, cursor=first["next_cursor"]).json
    rows = first["data"] + rest["data"]
    assert [row["case_number"] for row in rows] == made
    assert rest["next_cursor"] is None
    assert all("*" in row["id_number"] and "*" in row["phone"] for row in rows)
    assert rows[0]["state"] == "待寄回执"


@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_register_is_empty_for_strangers_and_closed_to_nobody(api, ledger):
    api.driver.drive_to("receipt_due")
    assert api.get("village", f"/registers/{ledger}").json["data"] == []
    assert_problem(api.get(None, f"/registers/{ledger}"), 401, "unauthenticated")


def test_days_and_units_of_a_register_are_checked(api):
    number = api.driver.drive_to("receipt_due")
    inside = api.get("street", "/registers/transfer_out", since="2026-11-24", until="2026-11-24").json["data"]
    assert [row["case_number"] for row in inside] == [number]
    assert api.get("street", "/registers/transfer_out", since="2026-11-25").json["data"] == []
    assert_problem(api.get("street", "/registers/transfer_out", since="yesterday"), 422, "validation_failed")
    assert_problem(api.get("street", "/registers/transfer_out", organization="NOBODY"), 404, "not_found")
    assert_problem(api.get("street", "/registers/nothing"), 404, "not_found")


def test_an_export_is_a_file_and_a_line(api):
    api.driver.drive_to("closed")
    answer = api.post("street", "/exports", {"list": "transfer_out", "since": "2026-01-01"})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        assert "xl/workbook.xml" in package.namelist()
    (line,) = api.get("street", "/exports").json["data"]
    assert (line["what"], line["rows"]) == ("export:transfer_out:xlsx:masked", 1)
    assert line["selection"] == "自 2026-01-01"
    assert api.get("second_street", "/exports").json["data"] == []


def test_numbers_in_full_need_a_post_and_a_reason(api):
    full = {"list": "members", "format": "csv", "full": True}
    assert codes(api.post("branch", "/exports", full)) == ["reason_required"]
    assert_problem(api.post("city", "/exports", {**full, "reason": "想看看"}), 403, "not_permitted")
    assert_problem(api.post("province", "/exports", {"list": "members"}), 403, "not_permitted")
    assert api.get("branch", "/exports").json["data"] == []
    assert api.post("branch", "/exports", {**full, "reason": "报送上级"}).status_code == 200


def test_a_whole_id_number_that_was_looked_for_is_not_kept(api):
    number = "32990119700115001X"
    api.post("branch", "/exports", {"list": "members", "format": "csv", "q": number})
    assert number not in json.dumps(api.get("branch", "/exports").json)


def test_what_is_no_list_is_refused(api):
    assert_problem(api.post("branch", "/exports", {}), 422, "validation_failed")
    assert_problem(api.post("branch", "/exports", {"list": "secrets"}), 422, "validation_failed")
    assert_problem(api.post("branch", "/exports", {"list": "cases", "format": "exe"}), 422, "validation_failed")


def test_the_registers_of_who_is_away_and_who_has_come_tell_each_side_its_own(api):
    cases = [taken_in(api.driver, place="海棠市东城街道", left_on="2026-11-20") for _ in range(3)]
    first = api.get("branch", "/registers/outflow", limit=2).json
    rest = api.get("branch", "/registers/outflow", limit=2, cursor=first["next_cursor"]).json
    rows = first["data"] + rest["data"]
    assert [row["case_number"] for row in rows] == [case.number for case in cases]
    paper = cases[0].particulars["certificate"]
    said = {name: rows[0][name] for name in ("home", "host", "left_on", "place", "certificate_number", "leave_reason")}
    assert said == {
        "home": "中共望潮社区第一党支部委员会", "host": "中共听松社区委员会", "left_on": "2026-11-20",
        "place": "海棠市东城街道", "certificate_number": paper["number"], "leave_reason": "外出务工经商",
    }  # fmt: skip
    come = api.get("second_community", "/registers/inflow", since="2026-11-24", until="2026-11-24").json["data"]
    assert [row["case_number"] for row in come] == [case.number for case in cases]
    assert api.get("second_community", "/registers/inflow", until="2026-11-23").json["data"] == []
    assert api.get("second_community", "/registers/outflow").json["data"] == []
    taken_out = api.post("branch", "/exports", {"list": "outflow", "format": "csv"})
    assert cases[2].number in taken_out.data.decode("utf-8-sig")
