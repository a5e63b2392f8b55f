"""Help: how a transfer goes, who does what within which time."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _

from service.presentation.procedure import procedures
from service.web.room import signed_in

blueprint = signed_in("help")


@blueprint.get("/help")
def index() -> str:
    """One page that prints well."""
    page = {"workflows": procedures(), "contact": _("本组织的系统管理员；制度上的问题，问上级党委组织部。")}
    return render_template("help/index.html", page=page)
