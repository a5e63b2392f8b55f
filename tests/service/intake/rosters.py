"""Checking and taking in rosters, for the tests."""

from service.intake.members import apply_members, check_members
from service.intake.roster_columns import read_roster_file
from service.permissions import THE_OPERATOR
from tests.builders import make_id_number
from tests.service.intake.sheets import table

ZHOU, WU, LIN = (make_id_number(serial=n, born=born) for n, born in ((1, "19700115"), (2, "19800229"), (4, "19950601")))
HEAD = ["姓名", "公民身份号码", "所在党支部"]


def check(database, rows, actor=THE_OPERATOR):
    roster = read_roster_file(rows if isinstance(rows, bytes) else table(rows))
    with database.read() as tx:
        return check_members(tx, actor, roster)


def apply(database, rows, actor=THE_OPERATOR):
    roster = read_roster_file(rows if isinstance(rows, bytes) else table(rows))
    return [(result.row, result.action, result.reason) for result in apply_members(database, actor, roster)]


def actions(checked):
    return [(row.row, row.action, row.reason) for row in checked]


def only(checked):
    (row,) = checked
    return row
