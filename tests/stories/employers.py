"""An employer with a committee of its own, and the member who works there and lives elsewhere."""

from __future__ import annotations

from service.app import create_app
from service.casework.organizations import create_organization
from service.permissions import THE_OPERATOR
from tests.stories.people import DEPARTMENT, Person, open_desk
from tests.stories.test_over_rest import World

EMPLOYER = "employer-1"


def employer_of(world: World) -> Person:
    """The secretary of an employer's committee below the department."""
    employer = {"code": EMPLOYER, "kind": "base_committee", "name": "盛达建材有限公司", "parent_code": DEPARTMENT}
    world.database.transact(lambda tx: create_organization(tx, THE_OPERATOR, employer))
    token = world.database.transact(lambda tx: open_desk(tx, "employer", "committee_officer", EMPLOYER))
    return Person(create_app(world.config, world.database).test_client(), token)
