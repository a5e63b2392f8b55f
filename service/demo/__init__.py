"""The demonstration: an invented district, built through the verbs that everybody uses."""
