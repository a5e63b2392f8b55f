"""Setting a paper with the fonts that are installed with the program, never with those of the machine."""

from __future__ import annotations

from functools import cache

import typst

from service.papers.glyphs import font_files
from service.resources import templates_dir


def typeset(template: str, **inputs: str) -> bytes:
    """A template of `templates/papers` as a PDF. Raises RuntimeError for whatever typst warns of."""
    compiler = typst.Compiler(
        templates_dir() / "papers" / template, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs
    )
    pdf, warnings = compiler.compile_with_warnings(format="pdf")
    if warnings or not isinstance(pdf, bytes):
        raise RuntimeError("; ".join(str(warning.message) for warning in warnings))
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Looked through once: that takes longer than setting a letter."""
    folders = [str(path.parent) for path in font_files()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
