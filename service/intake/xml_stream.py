"""XML read piece by piece, in bounded memory, without entities: what a sheet may hold and no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NoReturn
from xml.parsers import expat

from service.intake.package import unsupported

LONGEST_TEXT = 40_000
"""Characters of one cell; Excel itself allows 32,767."""
_LONGEST_TOKEN = 1024 * 1024

Attributes = Mapping[str, str]


class Elements:
    """What to do with the elements of a part; the names come without their prefix."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text inside an element."""


def parse(chunks: Iterable[bytes], elements: Elements) -> None:
    """Raises UnsupportedFile for what is no well-formed XML in UTF-8, for entities and for endless tokens."""
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    _listen(parser, elements)
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003 -- the parser takes no name for it
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TOKEN:
                raise unsupported("unreadable")
        parser.Parse(b"", True)  # noqa: FBT003 -- the same
    except (expat.ExpatError, ValueError) as error:
        raise unsupported("unreadable") from error


def local(name: str) -> str:
    """An element's name without its prefix: x:row is row."""
    return name.rpartition(":")[2] if ":" in name else name


def _listen(parser: expat.XMLParserType, elements: Elements) -> None:
    """Most workbooks use no prefix; those of some programs bear one on every name."""

    def first(name: str, attributes: Attributes) -> None:
        if ":" in name:
            parser.StartElementHandler = lambda name, attributes: elements.start(local(name), attributes)
            parser.EndElementHandler = lambda name: elements.end(local(name))
        else:
            parser.StartElementHandler, parser.EndElementHandler = elements.start, elements.end
        parser.CharacterDataHandler = elements.data
        elements.start(local(name), attributes)

    parser.StartElementHandler = first


def _refuse(*_declaration: object) -> NoReturn:
    raise unsupported("entities")
