"""The JSON door, asked as programs ask it."""
