"""The code lists that fields choose from."""

from __future__ import annotations

from typing import Any

from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.paging import page
from service.api.schemas.inputs import SPEAKER
from service.api.schemas.rules import CodeSchema
from service.api.schemas.shared import page_of
from service.errors import NotFound
from workflows.codes import CODE_LISTS, is_ground

door = Door("codes", __name__, url_prefix="/codes", description="代码表")
_WITH_GROUNDS = "refusal"


@door.route("/<name>")
@door.answers(200, page_of(CodeSchema), 404)
@accepts(SPEAKER, "query")
def detail(_asked: Asked, name: str) -> dict[str, Any]:
    """一张代码表，不予接收的原因（refusal）带有是否有规定依据（ground）"""
    if name not in CODE_LISTS:
        raise NotFound(list=name)
    codes: list[dict[str, Any]] = [{"code": code, "label": label} for code, label in CODE_LISTS[name].items()]
    if name == _WITH_GROUNDS:
        codes = [code | {"ground": is_ground(code["code"])} for code in codes]
    return page(codes, None)
