import pytest

from service.pinyin import initials, title_initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("王建国", "wjg"),
        ("单文轩", "swx"),
        ("曾晓燕", "zxy"),
        ("仇英", "qy"),
        ("解明", "xm"),
        ("查良镛", "zly"),
        ("乐嘉", "yj"),
        ("单于青", "cyq"),
        ("尉迟恭", "ycg"),
        ("长孙无忌", "zswj"),
        ("万俟云", "mqy"),
        ("欧阳修", "oyx"),
        ("王𬭎", "wh"),
        ("阿卜杜·热合曼", "abdrhm"),
        ("John Smith", "js"),
        ("", ""),
    ],
)
def test_a_name_has_the_initials_it_is_called_by(name, letters):
    assert initials(name) == letters


def test_a_title_keeps_its_numbers_and_is_not_read_as_a_surname():
    assert title_initials("望潮社区第二党支部") == "wcsqdedzb"
    assert title_initials("单位街道１２号") == "dwjd12h"
    assert title_initials("解放路社区") == "jflsq"


def test_initials_fit_their_columns():
    assert len(initials("王" * 80)) == 30
    assert len(title_initials("街" * 120)) == 60
