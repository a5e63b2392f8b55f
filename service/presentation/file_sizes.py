"""How large a file is, as people read it."""

_KILO, _MEGA = 1024, 1024 * 1024


def size_label(size: int) -> str:
    """12 KB, 3.4 MB; never 0 KB."""
    return f"{size / _MEGA:.1f} MB" if size >= _MEGA else f"{max(1, round(size / _KILO))} KB"
