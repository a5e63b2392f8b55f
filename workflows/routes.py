"""How far a transfer travels, and how long its letter is good by default."""

from collections.abc import Mapping

DEFAULT_VALIDITY: Mapping[str, int] = {
    "same_street": 10,
    "same_district": 10,
    "same_city": 15,
    "same_province": 30,
    "other_province": 60,
    "graduate_batch": 90,
}
"""Days of validity of a paper by route, where a unit has set no other."""

_ROUTE_BY_ANCESTOR: Mapping[str, str] = {
    "street_committee": "same_district",
    "town_committee": "same_district",
    "base_committee": "same_district",
    "department": "same_district",
    "city": "same_city",
    "province": "same_province",
}


def derive_route(committee_path: str, street_path: str, kinds: Mapping[int, str], reason_code: str | None) -> str:
    """The route between the committee that sends and the street that receives, by their nearest common ancestor.

    Paths are ids from the root, "/1/4/17/"; `kinds` names the kind of each of them. A unit counts as its own
    ancestor, so that an employer's committee and the street above it lie in one district.
    """
    if committee_path == street_path:
        return "same_street"
    if reason_code == "graduation":
        return "graduate_batch"
    for ancestor in reversed(common_ancestors(committee_path, street_path)):
        route = _ROUTE_BY_ANCESTOR.get(kinds.get(ancestor, ""))
        if route is not None:
            return route
    return "other_province"


def common_ancestors(one: str, other: str) -> list[int]:
    """The ids that two paths share, from the root."""
    shared = []
    for mine, theirs in zip(_ids(one), _ids(other), strict=False):
        if mine != theirs:
            break
        shared.append(mine)
    return shared


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/") if part]
