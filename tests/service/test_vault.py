import base64
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vault import Vault, VaultError

PLACE = {"table": "members", "column": "phone_sealed", "row": "0a1b"}


def keys(*data_key_ids: int) -> dict[str, Any]:
    key = base64.b64encode(os.urandom(32)).decode
    return {
        "data_keys": {str(key_id): key() for key_id in data_key_ids},
        **{name: base64.b64encode(os.urandom(32)).decode() for name in ("index_key", "commitment_key", "secret_key")},
    }


VAULT = Vault(keys(1))


@given(text=st.text())
def test_what_is_sealed_opens_again(text):
    assert VAULT.unseal(VAULT.seal(text, **PLACE), **PLACE) == text


def test_the_same_text_is_never_sealed_to_the_same_bytes():
    assert len({VAULT.seal("13800138000", **PLACE) for _ in range(100)}) == 100


def test_a_sealed_text_shows_nothing_of_itself():
    assert b"13800138000" not in VAULT.seal("13800138000", **PLACE)


@pytest.mark.parametrize("moved", [{"table": "users"}, {"column": "id_number_sealed"}, {"row": "0a1c"}])
def test_a_sealed_text_does_not_open_in_another_place(moved):
    sealed = VAULT.seal("13800138000", **PLACE)
    with pytest.raises(VaultError):
        VAULT.unseal(sealed, **{**PLACE, **moved})


@pytest.mark.parametrize("position", [0, 1, 2, 13, 14, -1])
def test_one_changed_byte_is_noticed(position):
    sealed = bytearray(VAULT.seal("13800138000", **PLACE))
    sealed[position] ^= 1
    with pytest.raises(VaultError):
        VAULT.unseal(bytes(sealed), **PLACE)


@pytest.mark.parametrize("rubbish", [b"", b"\x01", b"\x01\x01", b"\x01\x01short", b"\x01\x09" + bytes(40), bytes(60)])
def test_rubbish_does_not_open(rubbish):
    with pytest.raises(VaultError):
        VAULT.unseal(rubbish, **PLACE)


def test_a_new_data_key_seals_and_the_old_one_still_opens():
    content = keys(1, 2)
    old = Vault({**content, "data_keys": {"1": content["data_keys"]["1"]}})
    new = Vault(content)
    assert new.unseal(old.seal("以前的", **PLACE), **PLACE) == "以前的"
    sealed_now = new.seal("现在的", **PLACE)
    assert sealed_now[1] == 2
    with pytest.raises(VaultError):
        old.unseal(sealed_now, **PLACE)


def test_a_blind_index_finds_equal_values_of_one_purpose_only():
    index = VAULT.blind_index("phone", "13800138000")
    assert len(index) == 32
    assert int(index, 16) >= 0
    assert index == VAULT.blind_index("phone", "13800138000")
    assert index != VAULT.blind_index("phone", "13800138001")
    assert index != VAULT.blind_index("id_number", "13800138000")
    assert index != Vault(keys(1)).blind_index("phone", "13800138000")


def test_a_blind_index_is_made_for_known_purposes_only():
    with pytest.raises(ValueError, match="birthday"):
        VAULT.blind_index("birthday", "1950-01-01")


def test_a_commitment_depends_on_the_text_and_the_key():
    assert len(VAULT.commitment("原因")) == 64
    assert VAULT.commitment("原因") == VAULT.commitment("原因")
    assert VAULT.commitment("原因") != VAULT.commitment("原因 ")
    assert VAULT.commitment("原因") != Vault(keys(1)).commitment("原因")


def test_a_new_key_file_is_its_owners_only_and_opens(tmp_path: Path):
    path = tmp_path / "new" / "keys.json"
    sealed = Vault.create(path).seal("13800138000", **PLACE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    opened = Vault.open(path)
    assert opened.unseal(sealed, **PLACE) == "13800138000"
    assert len(opened.secret_key) == 32


def test_every_key_of_a_new_file_is_another(tmp_path: Path):
    Vault.create(tmp_path / "keys.json")
    content = json.loads((tmp_path / "keys.json").read_text())
    made = [*content.pop("data_keys").values(), *content.values()]
    assert len(made) == len(set(made)) == 4


def test_an_existing_key_file_is_never_overwritten(tmp_path: Path):
    path = tmp_path / "keys.json"
    Vault.create(path)
    before = path.read_bytes()
    with pytest.raises(VaultError):
        Vault.create(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"data_keys": {}}', json.dumps(keys(1) | {"index_key": "c2hvcnQ="}), json.dumps(keys())],
)
def test_a_broken_key_file_is_refused_without_quoting_it(tmp_path: Path, text):
    path = tmp_path / "keys.json"
    path.write_text(text)
    with pytest.raises(VaultError) as refused:
        Vault.open(path)
    assert refused.value.values == {"path": str(path), "reason": "broken"}
    assert refused.value.__cause__ is None


def test_a_missing_key_file_is_refused(tmp_path: Path):
    with pytest.raises(VaultError) as refused:
        Vault.open(tmp_path / "keys.json")
    assert refused.value.values["reason"] == "unreadable"


def test_a_vault_never_prints_its_keys():
    content = keys(1)
    printed = repr(Vault(content)) + str(Vault(content)) + f"{Vault(content)}"
    assert not any(str(key) in printed for key in [*content.values(), *content["data_keys"].values()])
