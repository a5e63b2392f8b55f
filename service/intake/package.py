"""The package that an xlsx file is: what is in it, within limits, and nothing that runs or points elsewhere."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.errors import TooLarge, UnsupportedFile
from workflows.vocabulary import Refusal

MEBIBYTE = 1024 * 1024
WORKBOOK = "xl/workbook.xml"
UNPACKED_MAX = 150 * MEBIBYTE
ENTRIES_MAX = 200
RATIO_MAX = 100
_SMALL = MEBIBYTE
"""Parts smaller than this may be packed as tightly as they like."""
_CHUNK = 64 * 1024
_LOCAL = struct.Struct("<4s22xHH")
_LOCAL_MAGIC = b"PK\x03\x04"
_ENCRYPTED = 0x1
_RUNS = re.compile(r"vbaProject|macrosheets/|activeX/|(?:xl|word)/embeddings/", re.IGNORECASE)
_POINTS_ELSEWHERE = re.compile(r"xl/(?:externalLinks/|connections\.xml|queryTables/)", re.IGNORECASE)
_RELATION = re.compile(rb"<[^<>]*?Relationship\b[^<>]*>")
_RELATIONS_MAX = 4 * MEBIBYTE


def unsupported(reason: str) -> UnsupportedFile:
    """The refusal of a file, with the sentence that says what to do."""
    return UnsupportedFile([Refusal(f"file_{reason}")], reason=reason)


def too_large(limit: str, most: int) -> TooLarge:
    """The refusal of a file that exceeds a limit, with the sentence that says what to do."""
    return TooLarge([Refusal(f"file_too_large_{limit}", {"max": most})], limit=limit, max=most)


@dataclass(frozen=True)
class Package:
    """The parts of a workbook, or of another document of its family, by name."""

    content: bytes
    entries: dict[str, zipfile.ZipInfo]

    @classmethod
    def checked(cls, content: bytes, main_parts: Sequence[str] = (WORKBOOK,)) -> Package:
        """Raises TooLarge and UnsupportedFile for what is no honest package, before anything interprets it.

        One of `main_parts` says that it is a document of the kind that is asked for.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise unsupported("unreadable") from error
        _check_sizes(entries)
        package = cls(content, {entry.filename.removeprefix("/"): entry for entry in entries})
        _check_names(package.entries, main_parts)
        for name in package.entries:
            package.check(name)
        return package

    def chunks(self, name: str) -> Iterator[bytes]:
        """What really comes out of a part, piece by piece; ends in UnsupportedFile where the directory lied."""
        entry = self.entries[name]
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            if len(packed) != entry.file_size:
                raise unsupported("unreadable")
            yield bytes(packed)
            return
        yield from _inflated(packed, entry.file_size)

    def read(self, name: str, most: int = _RELATIONS_MAX) -> bytes:
        """A small part as a whole."""
        if self.entries[name].file_size > most:
            raise too_large("unpacked", most)
        return b"".join(self.chunks(name))

    def check(self, name: str) -> None:
        """Unpack a part and look into what it points to."""
        if name.endswith(".rels"):
            _check_relations(self.read(name))
            return
        for _ in self.chunks(name):
            pass

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        view = memoryview(self.content)
        head = view[entry.header_offset : entry.header_offset + _LOCAL.size]
        if len(head) < _LOCAL.size or entry.flag_bits & _ENCRYPTED:
            raise unsupported("unreadable")
        magic, name_length, extra_length = _LOCAL.unpack(head)
        start = entry.header_offset + _LOCAL.size + name_length + extra_length
        if magic != _LOCAL_MAGIC or start + entry.compress_size > len(view):
            raise unsupported("unreadable")
        return view[start : start + entry.compress_size]


def _inflated(packed: memoryview, size: int) -> Iterator[bytes]:
    """The reader of an archive stops where its directory says; what is hidden behind that is looked for here."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    total = 0
    pending: bytes | memoryview = packed
    try:
        while not inflater.eof:
            piece = inflater.decompress(pending, _CHUNK)
            total += len(piece)
            if total > size or (not piece and not inflater.unconsumed_tail and not inflater.eof):
                raise unsupported("unreadable")
            pending = inflater.unconsumed_tail
            if piece:
                yield piece
    except zlib.error as error:
        raise unsupported("unreadable") from error
    if total != size or inflater.unused_data:
        raise unsupported("unreadable")


def _check_sizes(entries: Iterable[zipfile.ZipInfo]) -> None:
    listed = list(entries)
    if len(listed) > ENTRIES_MAX:
        raise too_large("entries", ENTRIES_MAX)
    if sum(entry.file_size for entry in listed) > UNPACKED_MAX:
        raise too_large("unpacked", UNPACKED_MAX)
    for entry in listed:
        if entry.file_size > max(_SMALL, RATIO_MAX * entry.compress_size):
            raise too_large("ratio", RATIO_MAX)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise unsupported("unreadable")


def _check_names(entries: Iterable[str], main_parts: Sequence[str]) -> None:
    names = list(entries)
    if not any(part in names for part in main_parts):
        raise unsupported("no_workbook")
    if any(_RUNS.search(name) for name in names):
        raise unsupported("macros")
    if any(_POINTS_ELSEWHERE.match(name) for name in names):
        raise unsupported("external_links")


def _check_relations(part: bytes) -> None:
    """A hyperlink or an address of a mail in a cell is harmless; anything else that points out of the file is not."""
    for found in _RELATION.finditer(part):
        relation = found[0]
        if re.search(rb"TargetMode\s*=\s*[\"']External", relation) and b"/hyperlink" not in relation:
            raise unsupported("external_links")
