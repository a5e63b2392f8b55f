"""What every response carries, and for how long it may be kept."""

import dataclasses

import pytest

from service.app import create_app

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", ["/healthz", "/login", "/nowhere", "/api/v1/cases", "/static/css/base.css"])
def test_no_response_lets_anything_foreign_in(client, path):
    with client.get(path) as response:
        assert response.headers["Content-Security-Policy"] == POLICY
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert len(response.headers["X-Request-ID"]) == 32
        assert "Server-Timing" not in response.headers


@pytest.mark.parametrize("path", ["/login", "/api/v1/openapi.json", "/nowhere"])
def test_what_is_about_people_is_kept_nowhere(client, path):
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_style_sheet_is_kept_for_ever_under_the_address_of_its_content(app, client):
    with app.test_request_context():
        address = app.url_for("static", filename="css/base.css")
    with client.get(address) as named, client.get("/static/css/base.css") as bare:
        assert "?v=" in address
        assert named.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert bare.headers["Cache-Control"] == "public, no-cache"
        assert named.headers["ETag"] == bare.headers["ETag"]
    with client.get("/static/css/base.css?v=0000000000000000") as other:
        assert other.headers["Cache-Control"] == "public, no-cache"


def test_static_files_are_found_in_their_folder_only(client):
    for path in ("/static/../app.py", "/static/%2e%2e/config.py", "/static/none.css"):
        assert client.get(path).status_code == 404


def test_cookies_are_for_this_site_alone(client):
    (cookie,) = client.get("/login").headers.getlist("Set-Cookie")
    assert cookie.startswith("transfer_desk=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_is_secure_and_bound_to_the_host(sqlite_config, sqlite_database):
    secure = dataclasses.replace(sqlite_config, base_url="https://desk.example")
    response = create_app(secure, sqlite_database).test_client().get("/login", base_url="https://desk.example")
    (cookie,) = response.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-transfer_desk=")
    assert "; Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_request_keeps_the_number_that_a_proxy_gave_it(client):
    given = client.get("/healthz", headers={"X-Request-ID": "proxy-0123456789"})
    assert given.headers["X-Request-ID"] == "proxy-0123456789"
    forged = client.get("/healthz", headers={"X-Request-ID": 'a"b c'})
    assert forged.headers["X-Request-ID"] != 'a"b c'
