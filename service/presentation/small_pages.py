"""The pages of what one does beside the workflow: a nudge, and handing a case to a colleague."""

from __future__ import annotations

from dataclasses import replace

from flask import request, url_for
from flask_babel import gettext as _

from service.casework.hand_over import colleagues
from service.casework.reassign import replaceable
from service.casework.speak import COMMENT_MAX, holder_of
from service.db import Transaction
from service.errors import NotPermitted, NotYourTurn, StaleVersion
from service.models import Case
from service.permissions import Actor
from service.presentation.action_page import ActionPage, Sent
from service.presentation.case_page import case_head
from service.presentation.form_fields import Option, Typed, field
from service.presentation.now_box import nudge_action
from service.presentation.page_actions import PageAction, new_key
from service.presentation.particulars import summary
from service.presentation.reading import viewer_of
from service.presentation.words import party_label, say
from workflows.everywhere import EVERYWHERE
from workflows.fields import FIELDS


def nudge_page(tx: Transaction, actor: Actor, case: Case, sent: Sent) -> ActionPage:
    """Raises NotPermitted where there is nobody to nudge, or nobody to do it."""
    action = nudge_action(case, viewer_of(tx, actor, case), Typed(sent.values, sent.complaints), sent.key)
    if action is None:
        raise NotPermitted(number=case.number)
    return _page(case, actor, action, sent)


def hand_over_page(tx: Transaction, actor: Actor, case: Case, sent: Sent) -> ActionPage:
    """The colleagues who may take the case on. Raises NotPermitted where it is another unit's turn."""
    holder, post = holder_of(case), viewer_of(tx, actor, case).speaks_as
    if holder is None or post is None or holder.desk_id != post.organization_id:
        raise NotPermitted(number=case.number)
    people = [Option(user.name, user.display_name) for user in colleagues(tx, holder, case.trackers)]
    typed = Typed(sent.values, sent.complaints)
    action = PageAction(
        name="hand_over",
        label=_("转交"),
        tone="plain",
        url=url_for("cases.hand_over", number=case.number, back=request.args.get("back")),
        confirm_label=_("确认转交"),
        fields=[
            field("handler", _("转交给"), typed, type="radios", required=True, options=people),
            field("comment", _("附一句话"), typed, type="long_text", max_length=COMMENT_MAX),
        ],
        help=_("办件还在本组织，只是换一个人办。"),
        key=sent.key or new_key(),
    )
    return _page(case, actor, action, sent)


def reassign_page(case: Case, actor: Actor, sent: Sent) -> ActionPage:
    """Another organization in the place of a party. Raises NotYourTurn for whoever stands above none of them."""
    rows = replaceable(actor, case)
    if not rows:
        raise NotYourTurn(number=case.number)
    described = EVERYWHERE["reassign"]
    typed = Typed(sent.values, sent.complaints, sent.candidates)
    parties = [Option(row.party, party_label(row.party), row.organization.title) for row in rows]
    action = PageAction(
        name="reassign",
        label=_(described.label),
        tone="plain",
        url=url_for("cases.reassign", number=case.number),
        confirm_label=_("确认改换"),
        fields=[
            field("party", _label("party"), typed, type="radios", required=True, options=parties),
            field("to_code", _label("to_code"), typed, type="organization", required=True),
            field("reason", _label("reason"), typed, type="long_text", required=True, max_length=COMMENT_MAX),
        ],
        help=_(described.help),
        key=sent.key or new_key(),
    )
    page = _page(case, actor, action, sent)
    stale = isinstance(sent.error, StaleVersion)
    return replace(page, happened=say(sent.error.code, sent.error.values)) if stale and sent.error else page


def _label(name: str) -> str:
    described = FIELDS[name]
    return _(described.label)


def _page(case: Case, actor: Actor, action: PageAction, sent: Sent) -> ActionPage:
    return ActionPage(case_head(case, actor), summary(case), action, sent.complaints, "", ())
