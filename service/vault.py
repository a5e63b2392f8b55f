"""The keys of an installation, and all that is done with them: sealing, blind indexes, commitments."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.errors import DeskError

PURPOSES = frozenset({"id_number", "id_last4", "phone"})
_FORMAT = 1
_HEADER_BYTES = 2  # the format, and the id of the data key
_NONCE_BYTES = 12
_KEY_BYTES = 32
_INDEX_HEX_DIGITS = 32


class VaultError(DeskError):
    """密钥文件不能用，或这段内容不是用这些密钥加密的。"""

    code = "vault"


class Vault:
    """Personal data goes in sealed, and is found again by blind index. The newest data key seals, every one unseals."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._ciphers = {int(key_id): AESGCM(_key(text)) for key_id, text in content["data_keys"].items()}
        self._newest = max(self._ciphers)
        self._index_key = _key(content["index_key"])
        self._commitment_key = _key(content["commitment_key"])
        self.secret_key = _key(content["secret_key"])

    def __repr__(self) -> str:
        return f"<Vault with {len(self._ciphers)} data keys>"

    @classmethod
    def create(cls, path: Path) -> Vault:
        """Make new keys in a new file that only its owner may read; an existing file stays as it is."""
        content = {
            "data_keys": {"1": _new_key()},
            "index_key": _new_key(),
            "commitment_key": _new_key(),
            "secret_key": _new_key(),
        }
        try:
            _write_new(path, json.dumps(content, indent=2) + "\n")
        except FileExistsError as error:
            raise VaultError(path=str(path), reason="exists") from error
        return cls(content)

    @classmethod
    def open(cls, path: Path) -> Vault:
        """The keys in a file that `create` made."""
        try:
            return cls(json.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise VaultError(path=str(path), reason="unreadable") from error
        except (ValueError, KeyError, TypeError, AttributeError):
            # Without its cause: what a parser says of a broken key file may quote the keys.
            raise VaultError(path=str(path), reason="broken") from None

    def seal(self, text: str, *, table: str, column: str, row: str) -> bytes:
        """Encrypt a field; the result opens in its own row and column only."""
        return self.seal_bytes(text.encode(), table=table, column=column, row=row)

    def seal_bytes(self, content: bytes, *, table: str, column: str, row: str) -> bytes:
        """Encrypt a file the same way."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self._newest].encrypt(nonce, content, _place(table, column, row))
        return bytes((_FORMAT, self._newest)) + nonce + sealed

    def unseal(self, sealed: bytes, *, table: str, column: str, row: str) -> str:
        """Decrypt what `seal` made for this place; anything else is a VaultError."""
        return self.unseal_bytes(sealed, table=table, column=column, row=row).decode()

    def unseal_bytes(self, sealed: bytes, *, table: str, column: str, row: str) -> bytes:
        """Decrypt what `seal_bytes` made for this place; anything else is a VaultError."""
        header, nonce = sealed[:_HEADER_BYTES], sealed[_HEADER_BYTES : _HEADER_BYTES + _NONCE_BYTES]
        cipher = self._ciphers.get(header[1]) if len(sealed) > _HEADER_BYTES and header[0] == _FORMAT else None
        if cipher is None:
            raise VaultError(reason="unknown key")
        try:
            return cipher.decrypt(nonce, sealed[_HEADER_BYTES + _NONCE_BYTES :], _place(table, column, row))
        except (InvalidTag, ValueError) as error:
            raise VaultError(reason="does not open") from error

    def blind_index(self, purpose: str, value: str) -> str:
        """32 hexadecimal digits by which a sealed value is found; equal values of one purpose give equal digits."""
        if purpose not in PURPOSES:
            raise ValueError(f"no such index: {purpose}")
        return _hmac(self._index_key, f"{purpose}|{value}")[:_INDEX_HEX_DIGITS]

    def commitment(self, text: str) -> str:
        """64 hexadecimal digits that prove a text to whoever holds the keys and tell others nothing."""
        return self.commitment_of(text.encode())

    def commitment_of(self, content: bytes) -> str:
        """The same for a file."""
        return hmac.new(self._commitment_key, content, hashlib.sha256).hexdigest()


def _hmac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _place(table: str, column: str, row: str) -> bytes:
    return f"{table}|{column}|{row}".encode()


def _new_key() -> str:
    return base64.b64encode(os.urandom(_KEY_BYTES)).decode()


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != _KEY_BYTES:
        raise ValueError("a key of the wrong length")
    return key


def _write_new(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)  # data sealed with a key that a power cut took away is lost for good
