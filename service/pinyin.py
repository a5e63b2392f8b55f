"""The initials by which names are found while they are typed."""

from __future__ import annotations

import unicodedata

NAME_LENGTH = 30
TITLE_LENGTH = 60

# As surnames these begin with another letter than in most words.
_SURNAMES = {
    "万俟": "mq", "尉迟": "yc", "单于": "cy", "长孙": "zs", "澹台": "tt", "鲜于": "xy", "令狐": "lh",
    "单": "s", "曾": "z", "仇": "q", "解": "x", "查": "z", "区": "o", "乐": "y", "种": "c", "翟": "z", "秘": "b",
    "召": "s", "繁": "p", "折": "s", "佴": "n", "郗": "c", "覃": "q", "隗": "w", "阚": "k", "乜": "n", "长": "z",
    "尉": "w", "朴": "p", "盖": "g", "缪": "m", "员": "y", "黑": "h", "车": "c", "褚": "c", "晁": "c", "沈": "s",
}  # fmt: skip


def initials(name: str) -> str:
    """A person's: 单文轩 → swx. The surname is read as a surname."""
    for length in (2, 1):
        if letters := _SURNAMES.get(name[:length]):
            return (letters + _letters(name[length:]))[:NAME_LENGTH]
    return _letters(name)[:NAME_LENGTH]


def title_initials(title: str) -> str:
    """An organization's: 望潮社区第二党支部 → wcsqdedzb."""
    return _letters(title)[:TITLE_LENGTH]


def _letters(text: str) -> str:
    import pypinyin  # noqa: PLC0415 - half a second that most commands need not wait for

    plain = unicodedata.normalize("NFKC", text)
    syllables = pypinyin.lazy_pinyin(plain, style=pypinyin.Style.FIRST_LETTER, errors=_initials_of_words)
    return "".join(syllables).lower()


def _initials_of_words(text: str) -> str:
    words = "".join(character if character.isalnum() else " " for character in text).split()
    return "".join(word if word.isdigit() else word[0] for word in words)
