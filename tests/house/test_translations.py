"""Both catalogues are complete, keep their placeholders, and are compiled as they stand."""

import re
from gettext import GNUTranslations
from io import BytesIO

import pytest

from tests.house.catalogues import LOCALES, collect, compiled, counted, path_of, read

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


@pytest.mark.parametrize("locale", LOCALES)
def test_what_counts_something_has_all_the_forms_of_its_language(locale):
    catalogue = read(locale)
    forms = {str(one.id[0]): list(one.string or ()) for one in catalogue if isinstance(one.id, (list, tuple))}
    assert set(forms) == counted()
    assert [text for text, found in forms.items() if len(found) != catalogue.num_plurals or not all(found)] == []


def test_english_tells_one_from_many():
    english = GNUTranslations(BytesIO(path_of("en", "mo").read_bytes()))
    found = [
        english.ngettext("剩 %(num)s 个工作日", "剩 %(num)s 个工作日", number) % {"num": number} for number in (1, 2)
    ]
    assert found == ["1 working day left", "2 working days left"]


def _texts(locale: str) -> dict[str, str]:
    return {_first(message.id): _first(message.string or "") for message in read(locale) if message.id}


def _first(text: str | list[str] | tuple[str, ...]) -> str:
    """A text that counts comes in several forms: the last one is that of many."""
    return text if isinstance(text, str) else text[-1]
