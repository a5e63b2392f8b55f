"""A small site on django-viewflow with the same two steps, run by an environment of its own."""
