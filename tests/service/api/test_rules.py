"""What is the same for everybody: workflows, codes, the calendar; and one's own tokens."""

from tests.service.api.client import assert_problem
from workflows import NEWEST


def test_a_workflow_says_its_states_and_actions(sqlite_api):
    listed = sqlite_api.get("branch", "/workflows").json["data"]
    assert [workflow["name"] for workflow in listed] == list(NEWEST)
    transfer = sqlite_api.get("branch", "/workflows/transfer").json
    assert transfer == listed[0]
    states = {state["name"]: state for state in transfer["states"]}
    assert (states["street_review"]["label"], states["street_review"]["holder"]) == ("待接收", "street")
    assert states["street_review"]["clocks"][0] | {"source": ""} == {
        "name": "street_review", "length": 5, "unit": "working_days", "source": "", "starts": "entered",
        "holder": "street", "rungs": ["reminder", "overdue", "escalated", "conference"],
    }  # fmt: skip
    assert states["closed"]["final"] is True
    actions = {action["name"]: action for action in transfer["actions"]}
    assert (actions["submit"]["from"], actions["submit"]["to"]) == (["draft", "returned"], ["outflow_review"])
    assert actions["submit"]["by"] == ["outflow"]
    assert actions["edit"]["to"] == ["draft", "returned"]
    assert (actions["open"]["from"], actions["open"]["opens"]) == (["new"], True)
    assert [field["name"] for field in actions["check_file"]["fields"]] == ["enquired_on", "comment"]
    assert transfer["mermaid"].startswith("stateDiagram-v2")
    assert_problem(sqlite_api.get("branch", "/workflows/none"), 404, "not_found")


def test_reasons_for_refusing_say_whether_the_rules_know_them(sqlite_api):
    codes = {code["code"]: code for code in sqlite_api.get("branch", "/codes/refusal").json["data"]}
    assert codes["no_house"] == {"code": "no_house", "label": "没有本地住房", "ground": False}
    assert codes["not_our_area"]["ground"] is True
    reasons = sqlite_api.get("branch", "/codes/reason").json["data"]
    assert {"code": "job_change", "label": "工作单位变动"} in reasons
    assert_problem(sqlite_api.get("branch", "/codes/none"), 404, "not_found")


def test_the_calendar_says_what_is_published(sqlite_api):
    year = sqlite_api.get("branch", "/calendar", year=2026).json
    assert year["published"] is True
    assert {"day": "2026-10-01", "is_working": False} in [
        {name: day[name] for name in ("day", "is_working")} for day in year["days"]
    ]
    assert sqlite_api.get("branch", "/calendar").json == year
    assert sqlite_api.get("branch", "/calendar", year=2150).json["published"] is False
    assert_problem(sqlite_api.get("branch", "/calendar", year=20260), 422, "validation_failed")


def test_a_token_is_shown_once(api):
    made = api.post("branch", "/tokens", {"label": "夜间导出"})
    assert made.status_code == 201
    assert made.json["token"].startswith("td_")
    listed = api.get("branch", "/tokens").json["data"]
    assert made.json["id"] in [token["id"] for token in listed]
    assert all(set(token) == {"id", "label", "created_at"} for token in listed)
    assert_problem(api.ask("street", "DELETE", f"/tokens/{made.json['id']}"), 404, "not_found")
    assert api.ask("branch", "DELETE", f"/tokens/{made.json['id']}").status_code == 204
    assert made.json["id"] not in [token["id"] for token in api.get("branch", "/tokens").json["data"]]
    assert_problem(api.ask("branch", "DELETE", "/tokens/99999999999999999999"), 404, "not_found")
