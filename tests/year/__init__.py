"""A year in a district, lived through day by day: members move, offices act sooner or later, the worker passes."""
