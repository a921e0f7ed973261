import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forms.addresses import LONGEST, canonical, find_address, shown
from bot.forms.hosts import is_lookalike, other_country, unrelated_host
from bot.forms.kinds.address import Address
from bot.forms.readings import Given, Problem, Reading
from tests.forms.asking import asked

ADDRESS = Address()
ASKED = asked("address")


def read(text: str) -> Reading:
    return ADDRESS.read(ASKED, Given(text))


def problem_of(text: str) -> Problem:
    problem = read(text).problem
    assert problem is not None, text
    return problem


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://contoso.com/microsoft", "https://contoso.com/microsoft"),
        ("  https://contoso.com/microsoft ", "https://contoso.com/microsoft"),
        ("\u00a0https://contoso.com/microsoft\r\n", "https://contoso.com/microsoft"),
        ("https://contoso.com/metadata:x", "https://contoso.com/metadata:x"),
        ("contoso.com/learn", "https://contoso.com/learn"),
        ("www.contoso.com", "https://www.contoso.com"),
        ("https://contoso.com/", "https://contoso.com"),
        ("HTTPS://Contoso.COM/Learn", "https://contoso.com/Learn"),
        ("https://contoso.com./learn", "https://contoso.com/learn"),
        ("example.com", "https://example.com"),
        ("https://contoso.co.uk/a?b=1&c=%20d#e", "https://contoso.co.uk/a?b=1&c=%20d#e"),
        (
            "https://contoso.com?u=https://fabrikam.com",
            "https://contoso.com?u=https://fabrikam.com",
        ),
        ("https://contoso.com/~partner/@learn", "https://contoso.com/~partner/@learn"),
        ("https://münchen.de/kurse", "https://xn--mnchen-3ya.de/kurse"),
        ("https://straße.de", "https://xn--strae-oqa.de"),
        ("https://例子.中国", "https://xn--fsqu00a.xn--fiqs8s"),
        ("https://contoso。com", "https://contoso.com"),
        ("https://contoso.com/école", "https://contoso.com/%C3%A9cole"),
        ("https://xn--mnchen-3ya.de", "https://xn--mnchen-3ya.de"),
    ],
)
def test_an_address_of_a_public_page_is_kept_in_one_form(typed: str, address: str) -> None:
    assert read(typed) == Reading(address)


def test_an_address_without_encryption_is_refused_with_the_one_to_give() -> None:
    problem = problem_of("http://Contoso.com/learn")
    assert problem == Problem("address-not-https", {"https": "https://contoso.com/learn"})
    assert read(problem.values["https"]) == Reading(problem.values["https"])


@pytest.mark.parametrize(
    ("typed", "port"),
    [
        ("https://contoso.com:8443/learn", "8443"),
        ("contoso.com:443/learn", "443"),
        ("http://contoso.com:80/learn", "80"),
    ],
)
def test_an_address_with_a_port_is_refused_with_the_one_to_give(typed: str, port: str) -> None:
    wanted = "https://contoso.com/learn"
    assert problem_of(typed) == Problem("address-port", {"port": port, "https": wanted})
    assert read(wanted) == Reading(wanted)


def test_a_port_hides_no_host_that_is_not_public() -> None:
    assert problem_of("https://127.0.0.1:8443").code == "address-not-public"
    assert problem_of("https://[::1]:8443").code == "address-unclear"


@pytest.mark.parametrize(
    "typed",
    ["localhost", "contoso", "intranet.local", "wiki.corp", "srv.internal", "a.test", "b.example"],
)
def test_a_host_that_not_everybody_reaches_is_refused(typed: str) -> None:
    assert problem_of(f"https://{typed}/learn") == Problem("address-not-public", {"host": typed})


@pytest.mark.parametrize("typed", ["report.js", "https://contoso.zz/", "https://contoso.c0m"])
def test_a_host_under_no_top_level_domain_is_refused(typed: str) -> None:
    assert problem_of(typed).code == "address-not-public"


@pytest.mark.parametrize(
    "typed",
    [
        "our page is good",
        "https://contoso.com/our page",
        "https://user@contoso.com",
        "https://user:word@contoso.com",
        "https://contoso.com:port",
        "ftp://contoso.com",
        "mailto:emma@contoso.com",
        "emma@contoso.com",
        "//contoso.com",
        "https:/contoso.com",
        "https://",
        "",
    ],
)
def test_what_is_no_web_address_is_refused(typed: str) -> None:
    assert problem_of(typed) == Problem("address-unclear")


def test_an_address_that_is_longer_than_a_request_holds_is_refused() -> None:
    for letter in ("a", "é"):
        typed = f"https://contoso.com/{letter * (LONGEST - 20)}"
        allowed = letter == "a"
        assert (read(typed).problem is None) == allowed
        assert problem_of(typed + letter) == Problem("too-long", {"most": str(LONGEST)})


@pytest.mark.parametrize(
    ("typed", "screen"),
    [
        ("https://contoso.com/learn", "https://contoso.com/learn"),
        ("https://münchen.de/kurse", "https://münchen.de/kurse"),
        ("https://例子.中国", "https://例子.中国"),
        ("https://аррle.com/learn", "https://аррle.com/learn (xn--le-6kc8da.com)"),
    ],
)
def test_a_host_is_shown_in_its_own_letters_and_a_misleading_one_in_both(
    typed: str, screen: str
) -> None:
    value = read(typed).value
    assert value is not None
    assert ADDRESS.show(ASKED, value) == screen


@pytest.mark.parametrize(
    "host",
    ["аррle.com", "аррӏе.com", "micrоsoft.com", "comノevil.jp", "ḿicrosoft.com", "ɡoogle.com"],
)
def test_a_host_of_letters_that_are_taken_for_others_misleads(host: str) -> None:
    assert is_lookalike(host)
    assert is_lookalike(canonical(host).removeprefix("https://"))


@pytest.mark.parametrize(
    "host",
    ["contoso.com", "münchen.de", "école.fr", "微软.cn", "россия.рф", "サンプルの例.jp", "한국.kr"],
)
def test_a_host_in_one_script_does_not_mislead(host: str) -> None:
    assert not is_lookalike(host)


@pytest.mark.parametrize(
    ("sentence", "address"),
    [
        ("our page is https://contoso.com/learn.", "https://contoso.com/learn"),
        ("see (https://contoso.com/learn), thanks", "https://contoso.com/learn"),
        ("https://contoso.com/a_(b)", "https://contoso.com/a_(b)"),
        ("see http://contoso.com", "http://contoso.com"),
        ("on www.contoso.com!", "www.contoso.com"),
        ("on contoso.com/learn?", "contoso.com/learn"),
        ("我们的网址是https://contoso.com/learn，谢谢。", "https://contoso.com/learn"),
        ("网址是contoso.com/learn。", "contoso.com/learn"),
        ("first www.contoso.com then www.fabrikam.com", "www.contoso.com"),
        ("« https://contoso.com/a »", "https://contoso.com/a"),
    ],
)
def test_the_first_address_in_a_sentence_is_found(sentence: str, address: str) -> None:
    assert ADDRESS.find(ASKED, sentence) == address


@pytest.mark.parametrize(
    "sentence",
    [
        "no address",
        "emma@contoso.com",
        "Contoso.com is our name",
        "e.g. this",
        "12/2026",
        "a.b",
        "",
    ],
)
def test_what_is_no_address_is_not_found(sentence: str) -> None:
    assert ADDRESS.find(ASKED, sentence) is None


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("https://contoso.com/learn", ["Contoso Learning"]),
        ("https://learn.contoso.co.uk", ["Contoso Ltd"]),
        ("https://contosolearning.com", ["emma@contoso.com"]),
        ("https://ibm.com", ["International Business Machines"]),
        ("https://kontoso.com", ["Contoso"]),
        ("https://fabrikam.com", ["培训公司"]),
        ("https://fabrikam.com", []),
        ("https://fabrikam.com", ["AB"]),
        ("https://xn--fsqu00a.xn--fiqs8s", ["Contoso"]),
        ("https://xn--mnchen-3ya.de", ["München Training"]),
    ],
)
def test_a_host_that_may_be_the_companys_raises_no_doubt(address: str, names: list[str]) -> None:
    assert not unrelated_host(address, names)


def test_a_host_without_a_word_of_any_name_raises_doubt() -> None:
    assert unrelated_host("https://fabrikam.com", ["Contoso", "emma@northwind.com"])
    assert unrelated_host("https://www.fabrikam.co.uk", ["Contoso Co"])


@pytest.mark.parametrize(
    ("host", "code", "differs"),
    [
        ("contoso.se", "SE", False),
        ("contoso.fr", "SE", True),
        ("contoso.co.uk", "GB", False),
        ("contoso.co.uk", "IE", True),
        ("contoso.com", "SE", False),
        ("contoso.io", "SE", False),
        ("contoso.ai", "FR", False),
        ("contoso.eu", "SE", False),
        ("contoso.training", "SE", False),
        ("xn--fsqu00a.xn--fiqs8s", "SE", False),
    ],
)
def test_a_host_under_another_countrys_domain_raises_doubt(
    host: str, code: str, *, differs: bool
) -> None:
    assert other_country(f"https://{host}/learn", code) is differs


def test_two_pages_of_a_host_are_compared_as_the_same_and_those_of_two_hosts_are_not() -> None:
    pages = ("https://www.contoso.com/Learn/", "contoso.com/Learn", "https://CONTOSO.com?a=1")
    others = ("https://contoso.se/Learn", "https://learn.contoso.com", "https://bücher.example")
    found = [ADDRESS.compared(read(page).value or "") for page in (*pages, *others)]
    assert set(found[:3]) == {"contoso.com"}
    assert len(set(found)) == 4


SCRAPS = [
    "https://",
    "http://",
    "www.",
    "contoso",
    ".com",
    "/",
    "@",
    ":",
    "[",
    "%0a",
    "例子",
    "а",
    " ",
]
anything = st.text(max_size=80) | st.lists(st.sampled_from(SCRAPS), max_size=10).map("".join)


@given(anything)
def test_whatever_is_typed_an_address_is_plain_https_or_refused(text: str) -> None:
    reading = read(text)
    assert (reading.value is None) != (reading.problem is None)
    if isinstance(reading.value, str):
        assert reading.value.startswith("https://")
        assert reading.value.isascii()
        assert reading.value.isprintable()
        assert read(reading.value) == reading
        assert shown(reading.value)
        assert not unrelated_host(reading.value, [reading.value])


@given(anything, anything)
def test_no_text_breaks_the_search_for_an_address(before: str, after: str) -> None:
    find_address(before + after)
    found = find_address(f"{before} https://contoso.com/learn {after}")
    assert found is not None
