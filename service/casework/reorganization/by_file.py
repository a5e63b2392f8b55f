"""A newer file that ends a unit: the same plan as by hand, merged where something still hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from service.casework.reorganization.plan import Plan
from service.casework.reorganization.verb import plan_of, reorganize
from service.db import Transaction
from service.errors import ActionRefused, NotPermitted
from service.models import Organization
from service.permissions import Actor
from service.queries.remainders import what_remains
from workflows.vocabulary import Refusal

BY_FILE = "组织文件导入"
"""The reason that stands beside a change which nobody described by hand."""


Watch = Callable[[Plan], None]
"""Is shown each plan before it is carried out."""


def end_by_file(
    tx: Transaction, actor: Actor, unit: Organization, row: Mapping[str, Any], watch: Watch | None = None
) -> list[Refusal]:
    """End the unit after its last day; whoever follows it takes over what it still has. What stands in the way."""
    tx.session.flush()
    kind = "merge" if row.get("successor_code") and what_remains(tx, actor, unit) else "dissolve"
    said = {"on": row["valid_to"] + timedelta(days=1), "reason": BY_FILE, "successor_code": row.get("successor_code")}
    try:
        if watch is not None:
            watch(plan_of(tx, actor, unit.code, kind, said))
        reorganize(tx, actor, unit.code, kind, said)
    except ActionRefused as refused:
        return list(refused.refusals)
    except NotPermitted:
        return [Refusal("not_permitted", {"code": row.get("successor_code")}, "successor_code")]
    return []
