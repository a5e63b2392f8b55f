"""The shapes of the API: what goes in (`inputs`), and what comes out."""
