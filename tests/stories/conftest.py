"""What the stories that are told at both doors share."""

from __future__ import annotations

import pytest

from service.config import Config
from service.db import Database
from tests.fixtures.databases import SetNow
from tests.stories.doors import Door, OnPages, OverRest


@pytest.fixture(params=[OverRest, OnPages], ids=["rest", "pages"])
def door(request: pytest.FixtureRequest, config: Config, database: Database, set_now: SetNow) -> Door:
    """The people of the district at one of the doors, with one of the databases."""
    made: Door = request.param(config, database, set_now)
    return made
