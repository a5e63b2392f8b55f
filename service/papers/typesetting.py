"""Setting a paper with the fonts that are installed with the program, never with those of the machine."""

from __future__ import annotations

import typst

from service.papers.glyphs import font_files
from service.resources import templates_dir


def typeset(template: str, **inputs: str) -> bytes:
    """A template of `templates/papers` as a PDF. Raises RuntimeError for whatever typst warns of."""
    pdf, warnings = typst.compile_with_warnings(
        templates_dir() / "papers" / template,
        font_paths=[path.parent for path in font_files()],
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    if warnings:
        raise RuntimeError("; ".join(str(warning.message) for warning in warnings))
    return bytes(pdf)
