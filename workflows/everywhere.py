"""What can be done with any case, whatever its workflow: the same rules everywhere, said once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from workflows.vocabulary import Use, needs

UNDO_WITHIN = timedelta(seconds=30)


@dataclass(frozen=True)
class AnyCaseAction:
    """An action of every case. What raises the version needs `If-Match`; the rest leaves an open page valid.

    `any_party` speaks for a party of the case, `holder` for the unit whose move it is, `department_above` stands
    above the unit that is replaced, `last_actor` took the step that is taken back, `issuer` drew the letter,
    `whoever_added` is the unit whose file it is; `another_case` brings it with a step of its own.
    """

    name: str
    label: str
    by: Literal["any_party", "holder", "department_above", "last_actor", "issuer", "whoever_added", "another_case"]
    fields: tuple[Use, ...] = ()
    raises_version: bool = False
    only_open: bool = True
    help: str = ""


EVERYWHERE: Mapping[str, AnyCaseAction] = {
    action.name: action
    for action in (
        AnyCaseAction("comment", "留言", "any_party", (needs("comment"),)),
        AnyCaseAction(
            "attach", "补充附件", "any_party", (Use("comment"),),
            help="jpg、png 照片，pdf、xlsx、docx 文件，不超过 10 MB。各方都能看到。照片里的拍摄地点会去掉。",
        ),
        AnyCaseAction(
            "detach", "撤下附件", "whoever_added", (Use("reason"),), only_open=False,
            help="撤下后文件内容删除，找不回来；办理记录保留谁补充、谁撤下。",
        ),
        AnyCaseAction(
            "nudge", "催办", "any_party", (Use("comment"),),
            help="提醒现在该办理的一方。同一个工作日内每个组织催办一次。",
        ),
        AnyCaseAction("hand_over", "转交", "holder", (Use("comment"),)),
        AnyCaseAction(
            "print_letter", "打印介绍信", "issuer", (Use("reason"),), only_open=False,
            help="由开出介绍信的党委打印。再次打印要写明原因。",
        ),
        AnyCaseAction(
            "make_receipt_link", "生成回执链接", "issuer",
            help="接收方不在本平台时，对方凭链接或二维码交一次回执，不用登录。链接只显示一次。",
        ),
        AnyCaseAction("revoke_receipt_link", "作废回执链接", "issuer", only_open=False),
        AnyCaseAction(
            "reassign", "改换当事方", "department_above", (needs("party"), needs("to_code"), needs("reason")),
            raises_version=True, help="由被改换组织的上级党委组织部办理。原组织不再看到以后的内容。",
        ),
        AnyCaseAction("link", "关联办件", "another_case", raises_version=True, only_open=False),
        AnyCaseAction(
            "undo", "撤回这一步", "last_actor", raises_version=True, only_open=False,
            help="办理后三十秒内、别人还没有办理时，可以撤回。",
        ),
    )
}  # fmt: skip
