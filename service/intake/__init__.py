"""Files that come in: rosters and tables, read, checked row by row, and carried out."""
