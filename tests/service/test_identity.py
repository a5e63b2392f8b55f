from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.identity import (
    birth_date_of,
    clean_id_number,
    clean_phone,
    is_mobile,
    is_valid_id_number,
    is_valid_phone,
    mask_id_number,
    mask_phone,
    sex_of,
)

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def with_check(seventeen: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, seventeen, strict=True))
    return seventeen + "10X98765432"[total % 11]


def test_the_example_of_the_standard_is_valid():
    assert is_valid_id_number("11010519491231002X")
    assert birth_date_of("11010519491231002X") == date(1949, 12, 31)
    assert sex_of("11010519491231002X") == "female"


@pytest.mark.parametrize(
    "number",
    [
        "31011519850312001",  # a county that was made after the birth
        "32048119650910003",
        "81000019900228001",  # residence permits of Hong Kong, Macao and Taiwan
        "82000019900228001",
        "83000019900228001",
        "91112419850312001",  # a permanent residence card
    ],
)
def test_people_whose_region_is_unusual_exist(number):
    assert is_valid_id_number(with_check(number))


@given(st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_mistyped_digit_is_noticed(position, digit):
    right = "11010519491231002X"
    typed = right[:position] + digit + right[position + 1 :]
    assert is_valid_id_number(typed) is (typed == right)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "110105491231002",  # the 15 places of the first generation
        "11010519491231002x",
        "11010519491231002X0",
        with_check("11010519490231002"),
        with_check("11010519491331002"),
        with_check("11010517491231002"),
        with_check("01010519491231002"),
        "1101051949123100二X",
        "１１０１０５１９４９１２３１００２X",
        "³10105194912310021",
    ],
)
def test_what_is_no_clean_number_is_refused(number):
    assert not is_valid_id_number(number)
    assert birth_date_of(number) is None
    assert sex_of(number) is None


@pytest.mark.parametrize(
    "typed",
    [
        " 110105 19491231 002x\n",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105\u200b19491231\ufeff002X",
        "110105\u300019491231\u00a0002X\t",
    ],
)
def test_a_number_is_cleaned_of_what_typing_and_pasting_add(typed):
    assert clean_id_number(typed) == "11010519491231002X"


def test_masks_show_the_ends_only():
    assert mask_id_number("329903195012044417") == "3299**********4417"
    assert mask_phone("13812346025") == "138****6025"


@pytest.mark.parametrize("short", ["", "1", "1234567", "12345678", "1234567890"])
def test_a_short_number_is_masked_whole(short):
    assert mask_id_number(short) == "*" * len(short)


def test_a_short_phone_is_masked_whole():
    assert mask_phone("88881234") == "********"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("\u202d13800138000\u202c", "13800138000"),
        ("0571-8888 1234", "057188881234"),
        ("(0571)88881234", "057188881234"),
        ("+86-0571-88881234", "057188881234"),
        ("86881234", "86881234"),
        ("+1 (212) 555-0100", "+12125550100"),
        ("无", ""),
    ],
)
def test_a_phone_is_cleaned_to_the_number_meant(typed, meant):
    assert clean_phone(typed) == meant
    assert clean_phone(meant) == meant


@pytest.mark.parametrize(
    "phone", ["13800138000", "057188881234", "01088881234", "86881234", "+12125550100", "4008123456"]
)
def test_a_number_that_can_be_dialled_is_valid(phone):
    assert is_valid_phone(phone)


@pytest.mark.parametrize("phone", ["", "1", "12800138000", "1380013800", "138001380001", "+", "１３８００１３８０００"])
def test_a_number_that_cannot_be_dialled_is_not_valid(phone):
    assert not is_valid_phone(phone)


def test_a_mobile_is_told_from_a_landline():
    assert is_mobile("13800138000")
    assert not is_mobile("057188881234")
