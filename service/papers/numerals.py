"""Uppercase numerals (大写), which a letter has for dues and validity so that nobody can alter them.

组通字〔2006〕45号 asks for them; the style is the one of domain.md D5: years digit by digit, the rest by tens.
"""

from __future__ import annotations

from typing import Literal

Script = Literal["zh-Hans", "zh-Hant"]
_DIGITS: dict[Script, str] = {"zh-Hans": "零壹贰叁肆伍陆柒捌玖", "zh-Hant": "零壹貳參肆伍陸柒捌玖"}
_TEN = "拾"
_BELOW = 100


def digit_by_digit(number: int, script: Script = "zh-Hans") -> str:
    """2026 → 贰零贰陆."""
    return "".join(_DIGITS[script][int(digit)] for digit in str(number))


def in_tens(number: int, script: Script = "zh-Hans") -> str:
    """11 → 壹拾壹, 90 → 玖拾. Raises ValueError outside 0 to 99."""
    if not 0 <= number < _BELOW:
        raise ValueError(number)
    digits, (tens, ones) = _DIGITS[script], divmod(number, 10)
    if not tens:
        return digits[ones]
    return digits[tens] + _TEN + (digits[ones] if ones else "")
