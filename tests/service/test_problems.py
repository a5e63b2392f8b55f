"""What goes wrong is answered in one shape, and what an exception says itself goes to the log alone."""

import re

import pytest
import structlog
from sqlalchemy import exc, text
from werkzeug.exceptions import ImATeapot

from service import errors, problems
from service.app import create_app
from service.errors import DeskError
from service.installation import NotInstalled
from workflows.vocabulary import Refusal

SECRET = "欧阳某 329901197001150000"


def raising(config, database, error, path):
    """A client of an application in which one address raises."""
    app = create_app(config, database)

    def view():
        raise error

    app.add_url_rule(path, "raising", view)
    return app.test_client()


@pytest.fixture
def answer(sqlite_config, sqlite_database):
    """The answers below /api and on a page to an error."""

    def answers(error):
        return [
            raising(sqlite_config, sqlite_database, error, path).get(path) for path in ("/api/v1/raising", "/raising")
        ]

    return answers


class Original(Exception):
    """As the driver says it."""

    def __init__(self, sqlstate, text=""):
        super().__init__(text)
        self.sqlstate = sqlstate


def test_an_unforeseen_error_has_a_number_to_read_out_and_tells_nothing(answer):
    with structlog.testing.capture_logs() as lines:
        program, person = answer(ValueError(SECRET))
    assert (program.status_code, program.content_type) == (500, "application/problem+json")
    assert program.json["code"] == "internal_error"
    assert re.fullmatch(r"E-[0-9A-F]{4}", program.json["reference"])
    assert program.json["reference"] in program.json["detail"]
    assert person.status_code == 500
    assert re.search(r"E-[0-9A-F]{4}", person.text)
    assert "系统出了问题" in person.text
    for response in (program, person):
        assert "欧阳" not in response.text
        assert "ValueError" not in response.text
    found = [line for line in lines if line["event"] == "unforeseen"]
    assert [line["reference"] in (program.text + person.text) for line in found] == [True, True]
    assert found[0]["request_id"] == program.headers["X-Request-ID"] == program.json["request_id"]


def test_what_was_written_to_the_database_is_not_in_the_log(answer):
    error = exc.ProgrammingError("INSERT INTO members", {"name": SECRET}, Original("42601"))
    program, _ = answer(error)
    assert program.status_code == 500
    assert SECRET not in str(error)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (exc.OperationalError("", {}, Original("55P03")), 503, "busy"),
        (exc.OperationalError("", {}, Original("40P01")), 503, "busy"),
        (exc.OperationalError("", {}, Original(None, "database is locked")), 503, "busy"),
        (exc.OperationalError("", {}, Original("08006")), 503, "unavailable"),
        (exc.TimeoutError(), 503, "unavailable"),
        (exc.IntegrityError("", {}, Original("23505")), 409, "conflict"),
        (exc.DataError("", {}, Original("22021")), 400, "bad_request"),
        (NotInstalled(path="/home/desk"), 503, "not_installed"),
        (errors.CommitUnknown(), 503, "commit_unknown"),
        (errors.RateLimited(), 429, "rate_limited"),
        (ImATeapot(), 418, "bad_request"),
    ],
)
def test_what_can_be_foreseen_has_its_status(answer, error, status, code):
    program, person = answer(error)
    assert (program.status_code, program.json["status"], program.json["code"]) == (status, status, code)
    assert person.status_code == status
    assert "/home/desk" not in program.text + person.text
    if status in (429, 503) and code != "not_installed":
        assert int(program.headers["Retry-After"]) > 0


def test_every_error_of_the_family_has_a_status():
    pending, seen = [DeskError], 0
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        assert 400 <= problems.problem_of(kind()).status < 600
        seen += 1
    assert seen > 20


def test_what_helps_stands_beside_and_replaces_nothing(answer):
    refusals = [Refusal("missing_contact"), Refusal("dues_behind", {"paid_through": "2026-01"}, "dues_plan")]
    program, person = answer(errors.ActionRefused(refusals, number="ZJ-2026-0001", status="x", code="y"))
    assert (program.json["status"], program.json["code"]) == (409, "action_refused")
    assert program.json["number"] == "ZJ-2026-0001"
    assert program.json["errors"][1] == {
        "code": "dues_behind", "field": "dues_plan",
        "detail": "党费只交到 2026-01，先交到本月，或写明未交的原因和补交安排。",
    }  # fmt: skip
    assert "没有联系电话" in person.text
    assert 'href="/cases/ZJ-2026-0001"' in person.text


def test_somebody_unknown_is_sent_to_sign_in_and_back(client_of_pages):
    response = client_of_pages.get("/cases/ZJ-2026-0001?tab=history")
    assert response.status_code == 303
    assert response.headers["Location"] == "/login?next=/cases/ZJ-2026-0001?tab%3Dhistory"


def test_a_page_that_is_not_there_is_a_page(client_of_pages):
    response = client_of_pages.get("/nowhere")
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert "没有这个编号，或你所在组织不是办理方" in response.text
    response = client_of_pages.delete("/healthz")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_a_form_without_its_token_is_told_that_it_waited_too_long(client_of_pages):
    response = client_of_pages.post("/login", data={"name": "branch", "password": "x"})
    assert response.status_code == 400
    assert "已经失效" in response.text


def test_a_database_that_cannot_be_read_still_leaves_a_page(sqlite_config, sqlite_database):
    client = create_app(sqlite_config, sqlite_database).test_client()
    with sqlite_database.engine.begin() as connection:
        connection.execute(text("DROP TABLE api_tokens"))
    response = client.get("/api/v1/cases", headers={"Authorization": "Bearer td_x"})
    assert response.status_code == 503
    assert b"unavailable" in response.data


@pytest.fixture
def client_of_pages(sqlite_config, sqlite_database):
    return create_app(sqlite_config, sqlite_database).test_client()
