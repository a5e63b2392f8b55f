"""Templates mirror the views: each page has its view, each view its page, and each begins with a title."""

import ast
import re

import pytest
from jinja2 import Environment, FileSystemLoader, meta

from tests.house.source import ROOT, modules, name_of

FOLDER = ROOT / "templates"
PAGES = sorted(
    path.relative_to(FOLDER).as_posix()
    for path in FOLDER.rglob("*.html")
    if path.parent.name != "_parts" and path.name not in ("base.html", "sheet.html")
)


def rendered():
    """Every name of a page in the code that renders pages."""
    return {
        node.value
        for path in modules("service")
        if name_of(path).startswith(("service/web/", "service/problems"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"\w+/\w+\.html", node.value)
    }


def test_every_page_is_rendered_by_some_view_and_every_view_has_its_page():
    assert rendered() == set(PAGES)


@pytest.mark.parametrize("page", [*PAGES, "base.html", "sheet.html"])
def test_every_page_compiles_and_has_a_title(page):
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.get_template(page)
    source = (FOLDER / page).read_text("utf-8")
    parts = set(meta.find_referenced_templates(environment.parse(source)))
    assert all((FOLDER / str(part)).exists() for part in parts)
    assert "{% block title" in source or "<title>" in source


@pytest.mark.parametrize("page", PAGES)
def test_no_page_holds_a_script_or_a_style_of_its_own(page):
    source = (FOLDER / page).read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", source)


@pytest.mark.parametrize("page", PAGES)
def test_every_form_that_changes_something_carries_its_token(page):
    source = (FOLDER / page).read_text("utf-8")
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", source, flags=re.DOTALL):
        assert re.search(r"\{\{ (once|csrf)\(", form), form[:200]
