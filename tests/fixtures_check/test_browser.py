"""The browser of the tests."""

import pytest
from playwright.sync_api import Error

pytestmark = pytest.mark.browser

PAGE = (
    "data:text/html;charset=utf-8,<title>接转台</title><p>原样</p>"
    "<script>document.querySelector('p').textContent='改过'</script>"
)


def test_a_page_opens_in_a_wide_window(page):
    page.goto(PAGE)
    assert page.title() == "接转台"
    assert page.inner_text("p") == "改过"
    assert page.evaluate("[innerWidth, innerHeight]") == [1366, 768]


def test_a_page_opens_in_a_narrow_window(narrow_page):
    narrow_page.goto(PAGE)
    assert narrow_page.viewport_size == {"width": 390, "height": 844}


def test_scripts_can_be_off(scriptless_page):
    scriptless_page.goto(PAGE)
    assert scriptless_page.inner_text("p") == "原样"


def test_a_foreign_request_is_noted_and_goes_nowhere(contexts):
    page = contexts.open().new_page()
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
    assert contexts.faults == ["a page asked for http://example.org/"]
    contexts.faults.clear()


def test_a_failing_script_is_noted(contexts):
    page = contexts.open().new_page()
    page.goto("data:text/html,<script>nothing.here()</script>")
    page.wait_for_timeout(50)
    assert "nothing is not defined" in contexts.faults.pop()


def test_accessibility_faults_are_told(page, axe_violations):
    page.set_content("<html lang=zh><title>接转台</title><main><h1>台</h1><img src='data:,'></main>")
    assert [line.partition(":")[0] for line in axe_violations(page)] == ["image-alt"]
