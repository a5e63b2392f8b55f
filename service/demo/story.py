"""How a case of the demonstration is told: who moves from where to where, and what happened how many days ago."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LETTER, CERTIFICATE, QUARTER, BRANCH, ACTOR = "{letter}", "{certificate}", "{quarter}", "{branch}", "{actor}"
"""In a field: the number of the letter or of the certificate in force, the last quarter that ended, a branch of the
receiving unit, whoever acts."""


def days_before(number: int) -> str:
    """In a field: the day so many days before the step."""
    return f"{{day-{number}}}"


DAY = days_before(0)

_POST = {
    "letter_number": LETTER, "handled_by": ACTOR, "handled_phone": "0999-6200118", "sent_via": "confidential_post",
}  # fmt: skip

WORDS: Mapping[str, Mapping[str, Any]] = {
    "open": {"comment": "本人已提交书面申请，支部已研究同意。"},
    "request": {"comment": "党员已到本社区居住，请协助办理转出。"},
    "register_arrival": {"comment": "介绍信原件已核对留存。"},
    "take_up": {"comment": "情况属实，受理。"},
    "decline": {"reason": "经核实，本人暂不转出组织关系。"},
    "submit": {"comment": "基本信息和党费已核对，请审核。"},
    "release": {"comment": "党费已交清，双方都在本平台，网上转出。"},
    "issue_letter": {"comment": "材料齐全，开具介绍信，由本人携带。"},
    "record_seals": {"seal_applied": True, "riding_seal_applied": True, "applied_by": ACTOR},
    "report_in": {"letter_number": LETTER, "comment": "本人携介绍信报到，编号核对一致。"},
    "accept": {"comment": "符合接收条件，同意接收。"},
    "place": {"placed_in_code": BRANCH, "comment": "已与本人见面，编入支部，告知组织生活时间。"},
    "redirect": {"reason": "本人实际居住地属另一社区。"},
    "send_receipt": {**_POST, "comment": "回执已填好寄出。"},
    "confirm_receipt": {"letter_number": LETTER, "comment": "回执收到，已贴在存根上。"},
    "reject_receipt": {"reason": "回执上的姓名与存根不一致，请核对后重寄。"},
    "send_back": {"reason": "党费交纳月份填写不清，请补正后再报。"},
    "check_file": {"enquired_on": DAY, "comment": "档案中缺转正材料，已向原单位去函。"},
    "finish_file_check": {"finding": "原单位已补寄转正材料，齐全。"},
    "refuse": {"reason_code": "no_house", "reason": "本人在辖区没有住房，建议转到实际居住地。"},
    "order_acceptance": {
        "decision": "住房、户口不是不予接收的理由，请予接收。", "decided_on": DAY, "decided_by": "望海区委组织部",
        "document_number": "望组函第17号",
    },
    "order_release": {"decision": "情况已核实，请予转出。", "decided_on": DAY, "decided_by": "望海区委组织部"},
    "uphold_refusal": {"decision": "所去组织与工作单位不符，改转到单位党组织。", "decided_on": DAY},
    "report_lost": {"reason": "本人称介绍信在搬家途中遗失。"},
    "reissue": {"reason": "介绍信过期未报到，已批评教育，补开。"},
    "withdraw": {"reason": "本人工作有变动，暂不转出。"},
    "void": {"reason_code": "opened_in_error", "reason": "选错了党员，误开。"},
    "revoke": {"reason": "本人又回原单位工作，经双方协商撤销。"},
    "propose": {"kind": "dual_management", "consent_on": DAY, "comment": "安置后两边都参加活动，本人同意。"},
    "agree": {"comment": "同意，共同做好管理和服务。"},
    "answer": {"result": "agreed", "decided_on": DAY, "comment": "单位知悉并支持。"},
    "file": {"comment": "已备案。"},
    "log_contact": {"happened_on": DAY, "way": "入户", "result": "了解安置后的生活和就业情况，一切正常。"},
    "log_service": {"happened_on": DAY, "way": "志愿服务", "result": "参加社区环境整治，两小时。"},
    "give_feedback": {"quarter": QUARTER, "result": "本季度参加主题党日三次，表现良好。"},
    "review": {"result": "合格。"},
    "pause": {"reason": "本人外出就医三个月。"},
    "resume": {"reason": "本人已返回。"},
    "end": {"reason": "组织关系已转入，不再需要双重管理。"},
    "open_follow_up": {"comment": "排查时发现，先建档联系。"},
    "ask_unit": {"happened_on": DAY, "question": "本人称仍在贵支部参加组织生活，请核实。"},
    "found": {"happened_on": DAY, "way": "relatives", "comment": "经家属找到本人新号码，已通话。"},
    "give_up_search": {"comment": "多种方式都没有联系上。"},
    "report_up": {"comment": "已超过六个月，报请上级。"},
    "record_decision": {
        "decision": "经支部大会讨论、上级批准，停止党籍。", "decided_on": DAY, "decided_by": "望海区委组织部",
        "document_number": "望组发第9号",
    },
    "settle": {"happened_on": DAY, "way": "visit", "comment": "已与本人见面，告知组织生活时间。"},
    "report_leave": {"left_on": DAY, "comment": "外出务工，支部已谈话，告知按时联系。"},
    "register_inflow": {"comment": "走访时了解到本人住在辖区，没有活动证。"},
    "allow_absence": {"proof_wanted": True, "comment": "已开党员证明信。"},
    "issue_certificate": {"photo_applied": True, "seal_applied": True, "applied_by": ACTOR},
    "attach_member": {
        "certificate_number": CERTIFICATE, "handled_by": ACTOR, "handled_phone": "0999-6200118",
        "comment": "本人持活动证报到，编号核对一致。",
    },
    "decline_attach": {"reason": "支部党员人数已多，建议另找一处。"},
    "log_activity": {"happened_on": DAY, "result": "参加主题党日，交纳党费。"},
    "inspect": {"happened_on": DAY, "result": "合格。"},
    "report_loss": {"happened_on": DAY, "reason": "本人称在车站遗失。"},
    "leave": {"result": "在外期间按时参加活动，表现良好。"},
    "move_on": {"result": "在外期间按时参加活动，表现良好。"},
    "check_return": {"result": "活动证已查验，听取了外出期间的情况。"},
    "convert": {"comment": "地点固定，已超过六个月，转接组织关系。"},
    "cancel": {"reason": "本人不再外出。"},
    "comment": {"comment": "已电话联系本人，本周内到场办理。"},
    "nudge": {"comment": "期限已过，请尽快办理。"},
}  # fmt: skip
"""What people write where a story says nothing else."""


@dataclass(frozen=True)
class Beat:
    """Something that happened so many working days ago; who acted is named by the party it was done for.

    `fields` is what was written this time.
    """

    ago: int
    party: str
    action: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """A case. `script` lists its beats, "12 outflow open, 10 committee release"; `fields` overrides what is written,
    and a beat may say its own, "9 keeper log_contact way=visit".

    Cases of one `person` are about the same member; `facts` is what is different about the member.
    """

    outflow: str
    receiving: str
    reason: str
    script: str
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    workflow: str = "transfer"
    person: str = ""

    @property
    def beats(self) -> list[Beat]:
        """What happened, in order."""
        return [_beat(line) for line in self.script.split(",")]

    @property
    def cases(self) -> int:
        """How many it leaves: its own, and the transfer that it may turn into."""
        return 1 + sum(beat.action == "convert" for beat in self.beats)


def _beat(line: str) -> Beat:
    ago, party, action, *said = line.split()
    fields = dict(word.split("=") for word in said)
    return Beat(int(ago), "outflow_committee" if party == "committee" else party, action, fields)
