"""Proof that the servers and the browser of the tests are there and do what they say."""
