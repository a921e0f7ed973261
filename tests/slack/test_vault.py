"""Tokens at rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.installation.vault import LockedError, Vault, is_key, new_key

OLD, NEW = new_key(), new_key()
TOKEN = "xoxb-1-token"


@given(st.text())
def test_what_is_sealed_is_opened_as_it_was_and_reads_like_nothing(token: str) -> None:
    vault = Vault([NEW])
    sealed = vault.seal(token)
    assert vault.open(sealed, "T1") == token
    assert sealed.isascii()


def test_promise_39_old_and_new_key_are_readable_during_rotation() -> None:
    before, during, after = Vault([OLD]), Vault([NEW, OLD]), Vault([NEW])
    sealed = before.seal(TOKEN)
    assert during.open(sealed, "T1") == TOKEN
    assert not during.is_newest(sealed)
    anew = during.seal(during.open(sealed, "T1"))
    assert during.is_newest(anew)
    assert after.open(anew, "T1") == TOKEN
    assert "xox" not in sealed[:4] + anew[:4]


@pytest.mark.parametrize(
    "sealed",
    ["", "nonsense", TOKEN, Vault([OLD]).seal(TOKEN)],
    ids=["empty", "nonsense", "plain", "of another key"],
)
def test_what_no_key_opens_is_told_by_whose_it_is_and_not_by_what(sealed: str) -> None:
    with pytest.raises(LockedError) as error:
        Vault([NEW]).open(sealed, "T1")
    assert str(error.value) == "T1"


@pytest.mark.parametrize(
    "text",
    ["", "key", OLD[:-1], TOKEN, "é" * 44],
    ids=["empty", "short", "cut", "token", "not ASCII"],
)
def test_what_is_no_key_is_known_as_such(text: str) -> None:
    assert not is_key(text)
    assert is_key(OLD)
