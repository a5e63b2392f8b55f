"""The catalogue of fields that actions take: one meaning per name, wherever it appears."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

FieldType: TypeAlias = Literal[
    "text", "long_text", "date", "integer", "boolean", "choice", "organization", "month", "quarter"
]


@dataclass(frozen=True)
class Field:
    """`missing` is the refusal code given when a needed field is empty; without one the schema itself refuses.

    `private` text may name people: it is kept encrypted beside the history line, never in its details.
    """

    name: str
    label: str
    type: FieldType
    options: str | None = None
    missing: str | None = None
    private: bool = False
    max_length: int = 200


_CATALOGUE = (
    Field("comment", "意见", "long_text", private=True, max_length=2000),
    Field("reason", "理由", "long_text", missing="reason_required", private=True, max_length=2000),
    Field("reason_code", "原因", "choice", options="reason", missing="reason_required"),
    Field("letter_number", "介绍信编号", "text", max_length=60),
    Field("issuer_code", "开具单位", "organization"),
    Field("issued_on", "开具日期", "date"),
    Field("valid_days", "有效期（天）", "integer"),
    Field("received_on", "收到日期", "date"),
    Field("seal_applied", "已盖公章", "boolean"),
    Field("riding_seal_applied", "已盖骑缝章", "boolean"),
    Field("applied_by", "用印人", "text", private=True),
    Field("enquired_on", "发函日期", "date"),
    Field("finding", "核查结果", "long_text", private=True, max_length=2000),
    Field("receiving_code", "转入组织", "organization"),
    Field("destination_reason", "另选转入组织的理由", "long_text", private=True, max_length=1000),
    Field("dues_plan", "未交党费的原因和补交安排", "long_text", private=True, max_length=1000),
    Field("placed_in_code", "编入的支部或党小组", "organization"),
    Field("handled_by", "经办人", "text", private=True),
    Field("handled_phone", "经办人电话", "text", private=True, max_length=40),
    Field("sent_via", "寄送方式", "choice", options="sent_via"),
    Field("decision", "决定内容", "long_text", missing="decision_required", private=True, max_length=2000),
    Field("decided_on", "决定日期", "date"),
    Field("decided_by", "决定单位", "text"),
    Field("document_number", "文号", "text", max_length=60),
    Field("conversion_opinion", "支部对转正的意见", "long_text", private=True, max_length=1000),
    Field("consent_on", "本人同意日期", "date", missing="consent_required"),
    Field("quarter", "季度", "quarter"),
    Field("way", "方式", "text", max_length=60),
    Field("result", "结果", "long_text", private=True, max_length=2000),
    Field("next_on", "下次日期", "date"),
    Field("happened_on", "日期", "date"),
    Field("party", "当事方", "choice", options="party"),
    Field("to_code", "改为", "organization"),
    Field("letter_returned", "介绍信已交回", "boolean"),
    Field("kind", "登记种类", "choice", options="dual_kind"),
    Field("service_post", "认领的服务岗位", "text", max_length=40),
    Field("outflow_code", "转出组织", "organization"),
    Field("unit_code", "上报的组织", "organization"),
    Field("member_withdraws", "本人撤回同意", "boolean"),
    Field("category", "类别", "choice", options="follow_up_category"),
    Field("asked_code", "向哪个组织核实", "organization"),
    Field("question", "核实什么", "long_text", private=True, max_length=1000),
    Field("closes", "同时结束跟进", "boolean"),
    Field("left_on", "外出日期", "date"),
    Field("back_on", "预计返回日期", "date"),
    Field("place", "外出地点", "text", private=True),
    Field("contact", "外出期间联系方式", "text", private=True),
    Field("fixed_place", "地点固定", "boolean"),
    Field("proof_wanted", "需要证明信", "boolean"),
    Field("certificate_number", "活动证编号", "text", max_length=60),
    Field("photo_applied", "已贴照片", "boolean"),
    Field("dues_paid_through", "党费交至", "month"),
)

FIELDS: dict[str, Field] = {field.name: field for field in _CATALOGUE}
