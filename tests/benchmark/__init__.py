"""The measurements of `./run bench`: see docs/benchmark.md."""
