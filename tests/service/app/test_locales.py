"""In which language one is answered."""

import pytest
from flask_babel import get_locale

from service.app.locales import language_of


@pytest.mark.parametrize(
    ("wanted", "answered"),
    [
        ("", "zh_Hans"),
        ("*", "zh_Hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh_Hans"),
        ("zh", "zh_Hans"),
        ("zh-SG", "zh_Hans"),
        ("zh-Hans-HK", "zh_Hans"),
        ("zh-TW", "zh_Hant"),
        ("zh-HK", "zh_Hant"),
        ("zh-MO;q=0.9, en;q=0.5", "zh_Hant"),
        ("zh-Hant-CN", "zh_Hant"),
        ("en-GB", "en"),
        ("en;q=0.5, zh-TW", "zh_Hant"),
        ("fr, zh-CN;q=0.5", "zh_Hans"),
        ("fr, de", "en"),
    ],
)
def test_the_browser_is_heard(app, wanted, answered):
    with app.test_request_context(headers={"Accept-Language": wanted} if wanted else {}):
        assert str(get_locale()) == answered


@pytest.mark.parametrize(
    ("cookie", "answered"), [("zh-Hant", "zh_Hant"), ("zh_Hans", "zh_Hans"), ("en", "en"), ("xx", "en"), ("", "en")]
)
def test_what_was_chosen_goes_before_what_the_browser_says(app, cookie, answered):
    with app.test_request_context(headers={"Accept-Language": "en", "Cookie": f"language={cookie}"}):
        assert str(get_locale()) == answered


def test_a_tag_is_read_in_any_spelling():
    assert [language_of(tag) for tag in ("ZH-tw", "zh_HK", "EN", "ja")] == ["zh_Hant", "zh_Hant", "en", "en"]
