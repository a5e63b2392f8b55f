"""代办: days away, and who acts meanwhile."""

from __future__ import annotations

from typing import Any

from flask import Response

from service.api.contract import Asked, accepts, answered, as_bytes, key_given
from service.api.door import KEY, Door, takes
from service.api.paging import page
from service.api.schemas.absences import AbsenceSchema
from service.api.schemas.inputs import SPEAKER
from service.api.schemas.shared import page_of
from service.casework.absences import NewAbsence, announce_absence, end_absence
from service.casework.idempotency import Answer
from service.db import Transaction
from service.errors import NotFound
from service.forms.absences import ABSENCE_OF
from service.login import current_database
from service.models import Absence, User
from service.permissions import Actor
from service.queries.absences import absences_of, stood_in_by

door = Door("absences", __name__, url_prefix="/absences", description="代办")
SHOWN = AbsenceSchema()


@door.route("")
@door.answers(200, page_of(AbsenceSchema))
@accepts(SPEAKER, "query")
def index(asked: Asked) -> dict[str, Any]:
    """自己设的代办，和现在或以后由自己代办的"""
    with current_database().read() as tx:
        user = _oneself(tx, asked.actor)
        return page([_described(one) for one in (*absences_of(tx, user), *stood_in_by(tx, user))], None)


@door.route("", methods=["POST"])
@door.answers(201, AbsenceSchema, 400, 404, 409)
@accepts(ABSENCE_OF)
@takes(KEY)
def create(asked: Asked) -> Response:
    """自己不在的几天由谁代办；管理员可以替下级的人设"""

    def verb(tx: Transaction) -> Answer:
        values = {**asked.values}
        name = values.pop("user", "") or _oneself(tx, asked.actor).name
        absence = announce_absence(tx, asked.actor, name, NewAbsence(**values))
        return Answer(201, as_bytes(SHOWN.dump(_described(absence))))

    return answered(asked, key_given(), verb)


@door.route("/<int(max=2147483647):absence_id>/actions/end", methods=["POST"])
@door.answers(200, AbsenceSchema, 400, 404, 409)
@accepts(SPEAKER)
@takes(KEY)
def end(asked: Asked, absence_id: int) -> Response:
    """提前结束，从现在起不再代办"""

    def verb(tx: Transaction) -> Answer:
        return Answer(200, as_bytes(SHOWN.dump(_described(end_absence(tx, asked.actor, absence_id)))))

    return answered(asked, key_given(), verb)


def _oneself(tx: Transaction, actor: Actor) -> User:
    user = tx.session.get(User, actor.user_id)
    if user is None:
        raise NotFound
    return user


def _described(absence: Absence) -> dict[str, Any]:
    days = ("id", "first_day", "last_day", "created_at", "ended_at")
    people = {"user": _person(absence.user), "substitute": _person(absence.substitute)}
    return {name: getattr(absence, name) for name in days} | people


def _person(user: User) -> dict[str, Any]:
    return {"id": user.id, "name": user.display_name}
