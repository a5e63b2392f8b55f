"""The command line: each verb reads its options, opens the database, calls one thing and prints what came of it."""

from service.cli import audit, calendar, demo, doctor, imports, limits, serving, setting_up, tokens, users, workflows
from service.cli.frame import Desk

main = Desk(
    "transfer-desk",
    commands=[
        demo.command, setting_up.init, setting_up.migrate, serving.serve, serving.worker, users.group, tokens.group,
        imports.group, audit.group, workflows.group, calendar.group, limits.group, doctor.command,
    ],
    help="接转台：组织关系接转，每一步都有经办、有期限、有留痕。设置见环境变量 TRANSFER_DESK_*。",
)  # fmt: skip
