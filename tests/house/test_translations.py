"""Both catalogues are complete, keep their placeholders, and are compiled as they stand."""

import re

import pytest

from tests.house.catalogues import LOCALES, collect, compiled, path_of, read

_PLACEHOLDER = re.compile(r"%\(\w+\)s")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_is_translated_and_none_is_left_over(locale):
    catalogue = _texts(locale)
    assert set(catalogue) == collect()
    assert [text for text, translation in catalogue.items() if not translation] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_translations_keep_the_placeholders(locale):
    named = {text: _PLACEHOLDER.findall(text) for pair in _texts(locale).items() for text in pair}
    assert [text for text, said in _texts(locale).items() if sorted(named[text]) != sorted(named[said])] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_what_the_program_reads_is_what_translators_wrote(locale):
    catalogue = read(locale)
    assert not any(message.fuzzy for message in catalogue if message.id)
    assert path_of(locale, "mo").read_bytes() == compiled(catalogue)


def test_english_has_no_chinese_left_in_it():
    left = {text for text in _texts("en").values() if re.search(r"[\u3400-\u9fff]", text)}
    assert left <= {"转"}  # the seal of the brand


def _texts(locale: str) -> dict[str, str]:
    return {str(message.id): str(message.string or "") for message in read(locale) if message.id}
