"""What was filled in so far while a case is being opened: it travels in the address, sealed for one person.

The seal keeps numbers of people out of addresses and logs, and nothing has to be kept on the server.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping

from service.errors import NotFound
from service.permissions import Actor
from service.vault import Vault, VaultError

_PLACE = {"table": "pages", "column": "draft"}
LONGEST = 8000


def seal_draft(vault: Vault, actor: Actor, values: Mapping[str, str]) -> str:
    """The values as a part of an address that only this person's pages read."""
    text = json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)
    return base64.urlsafe_b64encode(vault.seal(text, row=str(actor.user_id), **_PLACE)).decode().rstrip("=")


def open_draft(vault: Vault, actor: Actor, sealed: str) -> dict[str, str]:
    """The values again; nothing from nothing. Raises NotFound for what this person did not begin."""
    if not sealed:
        return {}
    try:
        raw = base64.urlsafe_b64decode(sealed[:LONGEST].encode("ascii") + b"=" * (-len(sealed) % 4))
        values: dict[str, str] = json.loads(vault.unseal(raw, row=str(actor.user_id), **_PLACE))
    except (VaultError, ValueError, binascii.Error, IndexError):
        raise NotFound from None
    return values
