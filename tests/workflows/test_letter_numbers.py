"""One number has many spellings; two numbers never become one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.guards import normal_number as published_here
from workflows.letter_numbers import (
    USUAL_DIGITS,
    USUAL_SCHEME,
    is_scheme,
    normal_number,
    printed_number,
    same_number,
)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("〔2026〕第 0012 号", "2026第12号"),
        ("〔2026〕０012号", "202612号"),
        ("渝组转［2026］第００7号", "渝组转2026第7号"),
        ("ab-0 07", "AB-07"),
        ("0", "0"),
        ("000", "0"),
        ("\u200b12\u3000", "12"),
        ("《渝》<2026>12", "渝202612"),
        ("", ""),
    ],
)
def test_a_number_is_compared_without_dress(typed, normal):
    assert normal_number(typed) == normal


def test_the_guards_offer_the_same_function():
    assert published_here is normal_number


def test_a_number_typed_in_one_run_is_the_number_with_brackets():
    assert same_number("〔2026〕007号", "2026007号")
    assert same_number("2026007号", "〔2026〕007号")
    assert same_number("〔2026〕007号", "[2026]7号")


@pytest.mark.parametrize(("one", "other"), [("", ""), ("〔〕", " "), ("12", "120"), ("〔2026〕7号", "〔2026〕70号")])
def test_nothing_and_another_number_are_not_the_same(one, other):
    assert not same_number(one, other)


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_two_numbers_of_one_year_are_the_same_only_if_they_are(one, other):
    assert same_number(f"〔2026〕第 {one:04d} 号", f"(2026)第{other}号") == (one == other)


@given(st.text(st.sampled_from("渝AZ0129 -()〔〕［］０１９\u3000"), max_size=20))
def test_a_number_is_the_same_in_full_width_and_between_brackets(typed):
    wide = typed.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0129AZ-"})
    assert normal_number(wide) == normal_number(typed)
    assert normal_number(f"【 {typed} 】") == normal_number(typed)
    assert same_number(typed, f"[{wide}]") == bool(normal_number(typed))


@pytest.mark.parametrize(
    ("scheme", "digits", "printed"),
    [
        (USUAL_SCHEME, USUAL_DIGITS, "〔2026〕第 0312 号"),
        ("{年2}{代码}{号}", 3, "26500104312"),
        ("云滨组转〔{年}〕{号}号", 1, "云滨组转〔2026〕312号"),
    ],
)
def test_a_drawn_number_is_printed_as_its_issuer_writes_it(scheme, digits, printed):
    assert printed_number(scheme, digits, year=2026, drawn=312, code="500104") == printed


@given(st.text(alphabet="〔〕第号 {}年代码2x0", max_size=20), st.integers(1, 8))
def test_a_scheme_that_is_accepted_never_prints_one_number_twice(scheme, digits):
    if is_scheme(scheme, "500104"):
        numbers = [
            printed_number(scheme, digits, year=year, drawn=drawn, code="500104")
            for year in (2026, 2027)
            for drawn in (1, 2, 10, 99_999_999)
        ]
        assert len({normal_number(number) for number in numbers}) == len(numbers)
