"""Nothing is answered to strangers, through whichever door, but what says that the house stands."""

import pytest

from service.app import create_app

OPEN = {
    "static", "healthz", "readyz", "metrics", "api-docs.openapi_json",
    "auth.login", "auth.preferences", "auth.set_preferences", "verification.ask", "verification.letter",
    "receipts.receipt", "receipts.hand_in",
}  # fmt: skip
"""The specification describes the door and holds no data; metrics hold counts by rule; whether a letter is
genuine is asked by whoever holds it; a link to hand in a receipt speaks for itself."""


@pytest.fixture
def app(sqlite_driver):
    return create_app(sqlite_driver.config, sqlite_driver.database)


def asked(app):
    """Every rule with every method it takes, its arguments filled in."""
    for rule in app.url_map.iter_rules():
        values = dict.fromkeys(rule.arguments, "1")
        with app.test_request_context():
            address = app.url_map.bind("localhost").build(rule.endpoint, values, append_unknown=False)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, address


def test_every_endpoint_asks_who_is_there(app):
    app.config["WTF_CSRF_ENABLED"] = False  # whoever sends forms could also fetch a form's token
    answered = []
    for endpoint, method, address in asked(app):
        response = app.test_client().open(address, method=method)
        sent_away = response.status_code == 401 or (
            response.status_code in (302, 303) and "login" in response.headers["Location"]
        )
        if not sent_away and endpoint not in OPEN:
            answered.append((endpoint, method, response.status_code))
    assert answered == []


def test_what_is_open_to_all_answers(app):
    for path in ("/healthz", "/readyz", "/metrics", "/api/v1/openapi.json", "/static/css/base.css"):
        with app.test_client().get(path) as response:
            assert response.status_code == 200


def test_every_form_of_the_pages_is_refused_without_its_token(app):
    for endpoint, method, address in asked(app):
        if method == "POST" and not address.startswith("/api/"):
            response = app.test_client().open(address, method=method)
            assert response.status_code == 400, endpoint
