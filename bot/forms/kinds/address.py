"""The address of a public page; its value is the https address in ASCII."""

from urllib.parse import urlsplit

from bot.forms.addresses import AddressError, canonical, find_address, shown
from bot.forms.kinds.kind import Kind, as_text
from bot.forms.readings import Asked, Given, Reading, Value


class Address(Kind):
    """An address is read as text and never fetched (promise 30)."""

    def read(self, asked: Asked, given: Given) -> Reading:
        """Take an https address of a public host."""
        try:
            return Reading(canonical(as_text(given.typed)))
        except AddressError as error:
            return Reading(problem=error.problem)

    def show(self, asked: Asked, value: Value) -> str:
        """Return the address in its host's own letters, with Punycode where these may mislead."""
        return shown(as_text(value))

    def find(self, asked: Asked, text: str) -> str | None:
        """Return the first address that a sentence holds, or None."""
        return find_address(text)

    def compared(self, value: Value) -> str:
        """Return the host, without `www.`: a site has one entry, whatever page it names."""
        return (urlsplit(as_text(value)).hostname or "").removeprefix("www.")
