"""Promise 30: what somebody gives as an address is a text, and stays one."""

import socket
from typing import NoReturn

import pytest

from bot.forms.hosts import other_country, unrelated_host
from bot.forms.kinds.address import Address
from bot.forms.readings import Given
from tests.forms.asking import asked

REFUSED = (
    # this machine, and the network that it stands in
    "https://localhost",
    "https://localhost/admin",
    "https://LOCALHOST",
    "https://localhost.",
    "https://localhost.localdomain",
    "https://app.localhost",
    "https://printer.local",
    "https://metadata.google.internal/computeMetadata/v1/",
    "https://intranet",
    "https://router.lan",
    "https://vault.corp",
    "https://10.in-addr.arpa",
    "https://facebookcorewwwi.onion",
    # IP addresses in every notation
    "https://127.0.0.1",
    "https://127.0.0.1.",
    "https://127.1",
    "https://0",
    "https://0.0.0.0",
    "https://10.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://192.168.1.1",
    "https://2130706433",
    "https://017700000001",
    "https://0177.0.0.1",
    "https://0x7f000001",
    "https://0x7f.0.0.1",
    "https://0x7f.1",
    "https://[::1]",
    "https://[::]",
    "https://[::ffff:127.0.0.1]",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[fe80::1%25eth0]",
    "https://１２７.0.0.1",
    "https://①②⑦.⓪.⓪.①",
    "https://127。0。0。1",
    "127.0.0.1/admin",
    # users, ports and separators that parsers disagree about
    "https://contoso.com@127.0.0.1",
    "https://user:secret@contoso.com",
    "https://contoso.com:22",
    "https://contoso.com:443@evil.com",
    "https://contoso.com\\@evil.com",
    "https:\\\\contoso.com",
    "https:///127.0.0.1",
    "///contoso.com",
    "//contoso.com",
    "https://contoso.com／evil",
    "https://contoso.com⁄evil.com",
    "https://contoso%2ecom",
    "https://%6c%6f%63%61%6c%68%6f%73%74",
    "https://contoso..com",
    "https://.contoso.com",
    "https://-contoso.com",
    "https://conto_so.com",
    # characters that parsers drop
    "https://contoso.com\n.evil.com",
    "https://contoso.com\r\nHost: evil.com",
    "https://contoso\t.com",
    "https://contoso.com/\x00",
    "https://contoso.com/%0d%0aSet-Cookie:a=b",
    "https://contoso\u200b.com",
    "https://contoso\u00ad.com",
    "https://contoso.com/\u202emoc.live",
    "https://contoso.com/\ud800",
    # other schemes, and scripts
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "https://contoso.com/javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "file://contoso.com/etc/passwd",
    "ftp://contoso.com",
    "gopher://contoso.com:70/_x",
    "dict://contoso.com:11211/stat",
    "ldap://contoso.com",
    "jar:https://contoso.com!/",
    "blob:https://contoso.com/1",
    'https://contoso.com/"onmouseover="alert(1)',
    "https://contoso.com/<script>",
    "https://contoso.com/%3Cscript%3E",
    "https://contoso.com|evil.com",
    "<https://contoso.com|contoso>",
    "https://{{7*7}}.com",
    # Punycode that is none
    "https://xn--a.com",
    "https://xn--zzzzzz--.com",
    # without encryption
    "http://contoso.com",
    "http://169.254.169.254/",
)

STORED = (
    "https://127.0.0.1.nip.io/",
    "https://localtest.me",
    "https://contoso.com/../../etc/passwd",
    "https://contoso.com/redirect?to=https://127.0.0.1/",
    "https://contoso.com/?q=';DROP TABLE--".replace(" ", "+"),
    "https://contoso.com/#@evil.com",
    "https://contoso.com?@evil.com",
    "https://xn--80ak6aa92e.com",
    "https://аррle.com",
)

ADDRESS = Address()


@pytest.fixture(autouse=True)
def contacts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Refuse and note whatever reaches out to the network."""
    noted: list[str] = []

    def refuse(name: str) -> object:
        def reached(*_: object, **__: object) -> NoReturn:
            noted.append(name)
            raise AssertionError(name)

        return reached

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        monkeypatch.setattr(socket, name, refuse(name))
    return noted


def everything_done_with(text: str) -> str | None:
    """Read, show, compare, search and judge an address; return what is stored of it."""
    question = asked("address")
    ADDRESS.find(question, f"our page is {text} thanks")
    value = ADDRESS.read(question, Given(text)).value
    if value is None:
        return None
    assert isinstance(value, str)
    assert ADDRESS.show(question, value)
    assert ADDRESS.compared(value)
    unrelated_host(value, ["Contoso"])
    other_country(value, "SE")
    return value


def test_promise_30_there_are_many_hostile_forms() -> None:
    assert len({*REFUSED, *STORED}) >= 60


@pytest.mark.parametrize("text", REFUSED)
def test_promise_30_a_hostile_address_is_refused_without_a_connection(
    contacts: list[str], text: str
) -> None:
    assert everything_done_with(text) is None
    assert contacts == []


@pytest.mark.parametrize("text", STORED)
def test_promise_30_a_doubtful_address_is_stored_as_text_without_a_connection(
    contacts: list[str], text: str
) -> None:
    stored = everything_done_with(text)
    assert stored is not None
    assert stored.startswith("https://")
    assert stored.isascii()
    assert contacts == []
