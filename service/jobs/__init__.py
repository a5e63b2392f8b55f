"""Long work in the background: which kinds there are, and the worker that does one job after the other."""

from service.jobs.bench import Bench, Cancelled, Done
from service.jobs.runner import run, run_waiting

__all__ = ["Bench", "Cancelled", "Done", "run", "run_waiting"]
