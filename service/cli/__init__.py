"""The command line: each verb reads its options, opens the database, calls one thing and prints what came of it."""

from service.cli.audit import audit
from service.cli.calendar import calendar
from service.cli.demo import demo
from service.cli.doctor import doctor
from service.cli.frame import Desk
from service.cli.imports import imports
from service.cli.serving import serve, worker
from service.cli.setting_up import init, migrate
from service.cli.tokens import tokens
from service.cli.users import users
from service.cli.workflows import workflows

main = Desk(
    "transfer-desk",
    commands=[demo, init, migrate, serve, worker, users, tokens, imports, audit, workflows, calendar, doctor],
    help="接转台：组织关系接转，每一步都有经办、有期限、有留痕。设置见环境变量 TRANSFER_DESK_*。",
)
