"""Links for receipts from outside, over REST: made once under a key, told once, taken back."""

import json

from sqlalchemy import text

from service.papers import read_code
from tests.service.api.client import assert_problem, new_key


def act(api, number, action, who="street", key=None):
    return api.post(who, f"/cases/{number}/actions/{action}", {}, Idempotency_Key=key or new_key())


def test_a_link_is_told_once_and_kept_nowhere(api):
    number, key = api.driver.send_outside(), new_key()
    version = api.driver.case(number).version
    first = act(api, number, "make_receipt_link", key=key)
    assert first.status_code == 200, first.text
    address = first.headers["Location"]
    code = read_code(address.rpartition("/r/")[2])
    assert code is not None
    assert (first.json["state"], first.json["version"]) == ("receipt_due", version)
    again = act(api, number, "make_receipt_link", key=key)
    assert (again.status_code, again.data) == (200, first.data)
    assert "Location" not in again.headers
    with api.database.read() as tx:
        kept = str(tx.session.execute(text("SELECT * FROM idempotency_keys")).all())
        assert code not in kept
        assert tx.session.execute(text("SELECT count(*) FROM receipt_links")).scalar() == 1
    lines = api.get("street", f"/cases/{number}/history").json["data"]
    assert [line["action"] for line in lines].count("make_receipt_link") == 1
    assert code not in json.dumps(lines)


def test_a_link_is_taken_back(api):
    number = api.driver.send_outside()
    act(api, number, "make_receipt_link")
    assert act(api, number, "revoke_receipt_link").status_code == 200
    assert_problem(act(api, number, "revoke_receipt_link"), 409, "wrong_state")
    assert_problem(act(api, number, "make_receipt_link", "branch"), 403, "not_permitted")
    assert_problem(act(api, number, "make_receipt_link", "village"), 404, "not_found")
    assert_problem(
        api.post("street", f"/cases/{number}/actions/make_receipt_link", {}), 400, "idempotency_key_required"
    )
