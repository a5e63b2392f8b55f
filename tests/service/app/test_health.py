"""Whether the process lives, whether it can work, what it has done, and what it writes down."""

import json

import structlog
from sqlalchemy import text

from service.app import limits
from service.installation import open_database


def test_a_process_that_lives_says_so(client):
    assert (client.get("/healthz").status_code, client.get("/readyz").json) == (200, {"status": "ok"})


def test_a_database_without_its_rules_is_not_ready(client, sqlite_database):
    with sqlite_database.engine.begin() as connection:
        name = connection.scalar(text("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1"))
        connection.execute(text(f"DROP TRIGGER {name}"))
    response = client.get("/readyz")
    assert (response.status_code, response.json) == (503, {"status": "not_ready", "reason": "triggers"})
    assert client.get("/healthz").status_code == 200


def test_a_database_of_another_version_is_not_ready(client, sqlite_database):
    with sqlite_database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert client.get("/readyz").json == {"status": "not_ready", "reason": "schema"}


def test_a_database_that_is_gone_is_not_ready(client, sqlite_config, sqlite_database):
    sqlite_database.close()
    file = sqlite_config.home / "transfer-desk.sqlite"
    file.write_bytes(b"no database at all" * 100)
    assert client.get("/readyz").json["status"] == "not_ready"
    assert client.get("/healthz").status_code == 200


def test_requests_are_counted_by_rule(client):
    for _ in range(2):
        client.get("/api/v1/cases/ZJ-2026-0001")
    client.open("/healthz", method="BREW")
    lines = client.get("/metrics").text.splitlines()
    assert 'transfer_desk_requests_total{method="GET",rule="/api/v1/cases/<number>",status="401"} 2' in lines
    assert 'transfer_desk_requests_total{method="OTHER",rule="-",status="405"} 1' in lines


def test_a_request_leaves_one_line_that_names_nobody(client):
    with structlog.testing.capture_logs() as lines:
        client.get("/api/v1/members?q=欧阳某&cursor=secret", headers={"Authorization": "Bearer td_secret"})
    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["method"], line["rule"], line["status"], line["user"]) == ("GET", "/api/v1/members", 401, None)
    assert line["reference"].startswith("E-")
    written = json.dumps(line, ensure_ascii=False)
    assert "欧阳某" not in written
    assert "secret" not in written


def test_the_application_opens_the_database_itself_where_none_is_given(sqlite_config, set_now):
    database = open_database(sqlite_config)
    database.close()


def test_a_body_may_be_as_large_as_its_path_needs():
    assert limits.limit_of("/api/v1/cases") == 2 * limits.MIB
    assert limits.limit_of("/api/v1/cases/ZJ-2026-0001/attachments") == 20 * limits.MIB
    assert limits.limit_of("/members/imports") == limits.limit_of("/api/v1/imports") == 20 * limits.MIB
    assert limits.limit_of("/cases/new") == 10 * limits.MIB
