"""Tokens at rest: encrypted with the newest key, readable with any that is still there.

Fernet is AES-128-CBC with an HMAC; its MultiFernet knows several keys, so that keys can be changed
while the app runs. Source: https://cryptography.io/en/latest/fernet/
"""

from collections.abc import Sequence


class LockedError(Exception):
    """No key opens what is kept; its text is the id of whose it is."""


class Vault:
    """Encrypts and opens tokens."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Encrypt with the first key, open with all; raise ValueError for what is no key."""
        from cryptography import fernet  # noqa: PLC0415 - only who has keys pays for it

        self._newest, *others = [fernet.Fernet(key) for key in keys]
        self._all = fernet.MultiFernet([self._newest, *others])
        self._wrong = fernet.InvalidToken

    def seal(self, token: str) -> str:
        """Return a token as it may be stored."""
        return self._newest.encrypt(token.encode()).decode()

    def open(self, sealed: str, whose: str) -> str:
        """Return a stored token; raise LockedError where no key opens it."""
        try:
            return self._all.decrypt(sealed.encode()).decode()
        except self._wrong:
            raise LockedError(whose) from None

    def is_newest(self, sealed: str) -> bool:
        """Tell whether the newest key opens a stored token: then the others need not."""
        try:
            self._newest.decrypt(sealed.encode())
        except self._wrong:
            return False
        return True


def new_key() -> str:
    """Make a key."""
    from cryptography.fernet import Fernet  # noqa: PLC0415 - only who has keys pays for it

    return Fernet.generate_key().decode()


def is_key(text: str) -> bool:
    """Tell whether a text is a key."""
    from cryptography.fernet import Fernet  # noqa: PLC0415 - only who has keys pays for it

    try:
        Fernet(text)
    except ValueError:
        return False
    return True
