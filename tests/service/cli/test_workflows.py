"""The definitions, proven and drawn from the command line."""

import json

from service.cli import workflows as verbs
from workflows import NEWEST
from workflows.proofs import Finding


def test_the_definitions_keep_their_promises(run):
    done = run("workflows", "check")
    assert (done.exit_code, "transfer：16 个状态" in done.stdout) == (0, True)
    assert [row["findings"] for row in json.loads(run("workflows", "check", "--json").stdout)] == [[] for _ in NEWEST]


def test_a_broken_rule_is_named_with_the_way_to_it(run, monkeypatch):
    broken = Finding("dead_end", "lapsed", "a case in lapsed can never be finished", ("new", "open", "draft"))
    monkeypatch.setattr(verbs, "check", lambda _workflow: [broken])
    done = run("workflows", "check")
    assert (done.exit_code, "dead_end lapsed" in done.stdout, "new → open → draft" in done.stdout) == (1, True, True)


def test_a_diagram_is_mermaid_text(run):
    done = run("workflows", "diagram", "dual_management")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "stateDiagram-v2")
