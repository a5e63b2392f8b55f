"""Long work in the background: which kinds there are, and the worker that does one job after the other."""

from service.jobs.bench import Bench, Done, LeaseLost
from service.jobs.runner import run, run_waiting

__all__ = ["Bench", "Done", "LeaseLost", "run", "run_waiting"]
