"""Numbers from a pile of papers find their cases, and one that fits several is never guessed at."""

import pytest

from service.casework.bulk_numbers import match_numbers
from service.models import Case, Letter, Member

CASES = {
    "A": ("〔2026〕第 0312 号", "林秀英"), "B": ("〔2026〕第 0007 号", "周国栋"), "C": ("〔2026〕第 0312 号", "王建国"),
}  # fmt: skip


def case(number, letter, name):
    made = Case(number=number)
    made.letter, made.person = Letter(number=letter), Member(name=name)
    return made


@pytest.mark.parametrize(
    ("text", "numbers", "left"),
    [
        ("2026第7号", {"B": "2026第7号"}, []),
        ("[2026]第7号\n\n  ", {"B": "[2026]第7号"}, []),
        ("2026第0007号\n2026第0007号", {"B": "2026第0007号"}, []),
        ("第 8 号\t周国栋", {}, ["第 8 号\t周国栋"]),
        ("王建国\t〔2026〕第312号", {"C": "〔2026〕第312号"}, []),
        ("〔2026〕第312号", {}, ["〔2026〕第312号"]),
        ("〔2026〕第312号\n〔2026〕第 312 号", {"A": "〔2026〕第312号", "C": "〔2026〕第312号"}, []),
        ("〔2026〕第312号\t某某", {}, ["〔2026〕第312号\t某某"]),
        ("", {}, []),
    ],
)
def test_a_line_goes_to_the_case_whose_letter_bears_its_number(text, numbers, left):
    matched = match_numbers(text, [case(number, *about) for number, about in CASES.items()])
    assert (dict(matched.numbers), list(matched.left)) == (numbers, left)


def test_a_case_without_a_letter_takes_no_number():
    without = case("D", "1", "李")
    without.letter = None
    assert match_numbers("1", [without]).left == ["1"]
