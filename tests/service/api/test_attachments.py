"""Files of a case over REST."""

from tests.service.api.client import assert_problem, codes, new_key
from tests.service.intake.photographs import pdf, photo
from tests.service.web.uploads import multipart


def add(api, number, who="street", content=None, name="一.pdf", headers=None, **fields):
    sent = multipart(fields, pdf() if content is None else content, name)
    return api.ask(who, "POST", f"/cases/{number}/attachments", headers=headers or {}, **sent)


def test_a_file_is_added_listed_and_fetched(api):
    number = api.driver.drive_to("in_transit")
    made = add(api, number, comment="请看第二页", content=photo(), name="盖章.jpeg")
    assert made.status_code == 201, made.text
    found = made.json
    assert made.headers["Location"] == f"/api/v1/cases/{number}/attachments/{found['id']}"
    assert (found["name"], found["media_type"], found["comment"], found["seq"]) == (
        "盖章.jpeg", "image/jpeg", "请看第二页", 4,
    )  # fmt: skip
    assert found["organization"] == {"code": "D-street", "name": "中共梧桐街道委员会"}
    assert api.get("branch", f"/cases/{number}/attachments").json == {"data": [found], "next_cursor": None}
    file = api.get("branch", f"/cases/{number}/attachments/{found['id']}")
    assert file.headers["ETag"] == f'"{found["commitment"]}"'
    assert file.headers["Content-Disposition"].startswith("attachment;")
    again = api.ask(
        "branch", "GET", f"/cases/{number}/attachments/{found['id']}", headers={"If-None-Match": file.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    line = api.get("branch", f"/cases/{number}/history").json["data"][-1]
    assert (line["action"], line["details"]["commitment"]) == ("attach", found["commitment"])
    assert api.driver.case(number).version == 3


def test_a_long_list_is_read_in_pages(api):
    number = api.driver.drive_to("in_transit")
    names = [add(api, number, name=f"{at}.pdf").json["name"] for at in range(3)]
    first = api.get("street", f"/cases/{number}/attachments", limit=2).json
    second = api.get("street", f"/cases/{number}/attachments", limit=2, cursor=first["next_cursor"]).json
    assert [row["name"] for row in (*first["data"], *second["data"])] == names
    assert second["next_cursor"] is None


def test_the_same_request_twice_adds_one_file_and_another_file_under_its_key_is_refused(api):
    number, key = api.driver.drive_to("in_transit"), {"Idempotency-Key": new_key()}
    first, again = (add(api, number, headers=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.data, first.headers["Location"]) == (again.data, again.headers["Location"])
    assert again.headers["Idempotent-Replay"] == "true"
    assert_problem(add(api, number, content=photo(), headers=key), 422, "idempotency_key_reused")
    assert len(api.get("street", f"/cases/{number}/attachments").json["data"]) == 1


def test_files_that_are_refused_say_why(sqlite_api):
    api, number = sqlite_api, sqlite_api.driver.drive_to("in_transit")
    empty = add(api, number, content=b"")
    assert_problem(empty, 422, "validation_failed")
    assert codes(empty) == ["file_empty"]
    program = add(api, number, content=b"MZ")
    assert_problem(program, 415, "unsupported_file")
    assert codes(program) == ["attachment_kind"]
    large = add(api, number, content=pdf() + bytes(10 * 1024 * 1024))
    assert_problem(large, 413, "too_large")
    none = api.ask("street", "POST", f"/cases/{number}/attachments")
    assert codes(none) == ["attachment_required"]
    assert_problem(api.post("street", f"/cases/{number}/attachments", {"file": "x"}), 415, "unsupported_file")
    assert codes(add(api, number, words="x")) == ["unknown_field"]


def test_a_file_is_taken_out_at_once_or_with_a_reason(api, set_now):
    number = api.driver.drive_to("in_transit")
    paths = [f"/cases/{number}/attachments/{add(api, number).json['id']}" for _ in range(2)]
    assert api.ask("street", "DELETE", paths[0]).status_code == 204
    set_now("2026-11-24T09:05:00+08:00")
    refused = api.ask("street", "DELETE", paths[1])
    assert codes(refused) == ["reason_required"]
    assert api.ask("street", "DELETE", paths[1], query_string={"reason": "传错了人"}).status_code == 204
    for path in paths:
        assert_problem(api.get("street", path), 404, "not_found")


def test_every_relation_to_a_case_meets_its_files_as_it_should(sqlite_api):
    api, number = sqlite_api, sqlite_api.driver.drive_to("in_transit")
    path = f"/cases/{number}/attachments/{add(api, number).json['id']}"
    walked = {
        who: (
            api.get(who, f"/cases/{number}/attachments").status_code,
            api.get(who, path).status_code,
            add(api, number, who).status_code,
            api.ask(who, "DELETE", path, query_string={"reason": "x"}).status_code,
        )
        for who in ("branch", "second_street", "department", "community", "city", "village", "province", None)
    }
    party, reader, stranger = (200, 200, 201, 403), (200, 200, 403, 403), (404, 404, 404, 404)
    assert walked == {
        "branch": party, "second_street": party, "department": party, "community": reader, "city": reader,
        "village": stranger, "province": stranger, None: (401, 401, 401, 401),
    }  # fmt: skip
