"""Every code that is raised anywhere has a sentence that a person can read."""

import ast
import re

import pytest

from service import messages
from service.messages import Word, say, sentence, title
from tests.house.source import modules, name_of
from workflows.fields import FIELDS

CODE = re.compile(r"[a-z]+(?:_[a-z]+)*")
NAMED_BY = {"Refusal", "_refusal", "ValidationError", "_messages", "Problem"}


def literals(node):
    """The texts that an argument may be: one, or either of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def codes_in(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef) and any("Error" in ast.unparse(base) for base in node.bases):
            yield from (
                text
                for line in node.body
                if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "code"
                for text in literals(line.value)
            )
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            wanted = [*node.args[:2]] if name in NAMED_BY else []
            wanted += [pair.value for pair in node.keywords if pair.arg == "error"]
            yield from (text for argument in wanted for text in literals(argument) if CODE.fullmatch(text))


def every_code():
    found: dict[str, str] = {}
    for path in modules("service", "workflows"):
        for code in codes_in(path):
            found.setdefault(code, name_of(path))
    for field in FIELDS.values():
        if field.missing:
            found[field.missing] = "workflows/fields.py"
    return found


def test_every_code_has_its_sentence():
    missing = {code: where for code, where in every_code().items() if not messages.is_known(code)}
    assert missing == {}


def test_the_search_for_codes_finds_them():
    found = every_code()
    assert {"dues_behind", "required", "too_long", "invalid_date", "still_has_members", "stale_version"} <= set(found)


@pytest.mark.parametrize("code", [*messages.ERRORS, *messages.REFUSALS])
def test_every_code_can_be_said_without_a_value(code):
    text, values = sentence(code, {})
    assert values == {}
    assert "%" not in text
    assert title(code).endswith("。")


@pytest.mark.parametrize("code", [*messages.ERRORS, *messages.REFUSALS])
def test_sentences_are_written_as_the_house_writes(code):
    for text in (messages.ERRORS | messages.REFUSALS)[code]:
        assert not re.search(r"[您!！]|请稍后重试|[一-鿿][,;:?]", text), text


def test_the_most_telling_sentence_is_said():
    assert sentence("dues_behind", {"paid_through": "2026-01"})[1] == {"paid_through": "2026-01"}
    assert "没有党费交纳记录" in sentence("dues_behind", {"paid_through": None})[0]
    assert "由 %(replaced_by)s 代替" in sentence("letter_void", {"number": "1", "replaced_by": "2"})[0]


def test_a_state_is_said_by_its_label_and_translated():
    values = {"number": "ZJ-2026-0001", "state": "draft", "action": "undo"}
    text, named = sentence("wrong_state", values)
    assert named == {"state": "草拟", "action": "撤回这一步"}
    assert all(isinstance(word, Word) for word in named.values())
    english = {text: "It is in “%(state)s”: no “%(action)s”.", "草拟": "draft", "撤回这一步": "undo"}
    assert say("wrong_state", values, english.__getitem__) == "It is in “draft”: no “undo”."


def test_the_reason_of_a_failed_sign_in_is_said():
    assert sentence("unauthenticated", {"reason": "sign_in_failed"})[0].startswith("登录名或密码不对")
    assert sentence("unauthenticated", {"reason": "something else"})[0] == title("unauthenticated")


def test_a_long_list_is_cut():
    text, named = sentence("still_has_members", {"count": 9, "list": [f"林某{number}" for number in range(9)]})
    assert named["list"] == "林某0、林某1、林某2、林某3、林某4、林某5 …"
    assert "%(list)s" in text
