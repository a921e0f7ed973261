from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.content.files import read_yaml
from bot.forms.countries import COUNTRIES, NO_COUNTRY, Countries
from bot.forms.kinds.country import Country
from bot.forms.readings import Given, Problem, Reading
from tests.forms.asking import LOCALES, asked

EVERYDAY = read_yaml(
    Path(__file__).parents[2] / "knowledge" / "countries.yaml", dict[str, tuple[str, ...]]
)
COUNTRY = Country(LOCALES, EVERYDAY)
ASKED = {locale: asked("country", locale) for locale in LOCALES}

countries = st.sampled_from(sorted(COUNTRIES))
locales = st.sampled_from(LOCALES)


def label(code: str, locale: str) -> str:
    return COUNTRY.show(ASKED[locale], code)


def read(text: str, meant: str | None = None, locale: str = "en") -> Reading:
    return COUNTRY.read(ASKED[locale], Given(text, meant))


def found(query: str, locale: str = "en") -> list[str]:
    return [option.value for option in COUNTRY.search(ASKED[locale], query)]


def meant_by(text: str) -> list[str]:
    return [option.value for option in read(text).meanings]


def test_there_are_the_249_countries_of_iso_3166_and_kosovo() -> None:
    assert len(COUNTRIES) == 250
    assert "XK" in COUNTRIES
    assert not COUNTRIES & {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "IC"}


@given(countries)
def test_a_code_is_the_country(code: str) -> None:
    assert read(code) == Reading(code)


@given(countries, locales, locales)
def test_a_name_in_any_language_is_the_country_for_every_reader(
    code: str, spoken: str, reader: str
) -> None:
    name = label(code, spoken)
    for typed in (name, name.upper(), f" {name}. "):
        assert read(typed, locale=reader) == Reading(code), typed


@given(countries, locales)
def test_every_country_has_a_name_as_cldr_gives_it(code: str, locale: str) -> None:
    assert label(code, locale) == Locale.parse(locale).territories[code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SWE", "SE"),
        ("uk", "GB"),
        ("USA", "US"),
        ("U.S.", "US"),
        ("Holland", "NL"),
        ("England", "GB"),
        ("the Netherlands", "NL"),
        ("les Pays-Bas", "NL"),
        ("荷兰", "NL"),
        ("Tjeckien", "CZ"),
        ("Czech Republic", "CZ"),
        ("Deutschland", "DE"),
        ("Turkey", "TR"),
        ("香港", "HK"),
        ("阿联酋", "AE"),
        ("Indien", "IN"),
        ("La Réunion", "RE"),
    ],
)
def test_countries_are_read_as_people_call_them(text: str, code: str) -> None:
    assert read(text) == Reading(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("our country is Sweden", "SE"),
        ("nous sommes en Belgique.", "BE"),
        ("we zitten in Nederland", "NL"),
        ("vi finns i Indien", "IN"),
        ("我们公司在瑞典", "SE"),
        ("我们在刚果（金）", "CD"),
        ("we are in the UK", "GB"),
        ("Papua New Guinea, near Indonesia's border", "PG"),
        ("Guinea-Bissau", "GW"),
        ("the New Jersey office", "US"),
        ("内蒙古", "CN"),
        ("Northern Ireland", "GB"),
        ("N. Ireland", "GB"),
        ("S. Korea", "KR"),
        ("we are in the US", "US"),
    ],
)
def test_the_one_country_that_a_sentence_names_is_read(text: str, code: str) -> None:
    reading = read(text)
    assert code in {reading.value, *(option.value for option in reading.meanings)}
    if "border" not in text:
        assert reading == Reading(code)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Belgium and the Netherlands", ["BE", "NL"]),
        ("Korea", ["KP", "KR"]),
        ("Congo", ["CD", "CG"]),
        ("swedn", ["SE"]),
        ("Swedne", ["SE"]),
        ("our country is Belgum", ["BE"]),
        ("Gemrany", ["DE"]),
        ("no", ["NO"]),
        ("in", ["IN"]),
        ("se", ["SE"]),
    ],
)
def test_a_country_in_doubt_is_asked_about(text: str, codes: list[str]) -> None:
    assert sorted(meant_by(text)) == sorted(codes)


def test_what_a_name_may_mean_is_offered_in_the_declared_order() -> None:
    codes = ("SE", "BE", "NO", "AT", "PL", "DK")
    namesakes = Countries(LOCALES, dict.fromkeys(codes, ("Utopia",)))
    assert namesakes.exactly("utopia") == codes


@pytest.mark.parametrize("text", ["swedn", "Korea", "Belgium, Norway, Spain or Portugal"])
def test_what_is_offered_can_be_meant_and_nothing_else(text: str) -> None:
    offered = meant_by(text)
    assert 1 <= len(offered) <= 3
    for code in offered:
        assert read(text, code) == Reading(code)
    assert read(text, "AQ") == read(text)
    assert read(text, "<script>") == read(text)


def test_a_meaning_changes_nothing_of_a_text_that_is_clear() -> None:
    assert read("Sweden", "NO") == Reading("SE")


@pytest.mark.parametrize("text", ["contoso", "I don't know", "?", "南费", "12", "planet earth", ""])
def test_what_names_no_country_is_refused(text: str) -> None:
    assert read(text) == Reading(problem=Problem("country-unknown"))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("se", "SE"),
        ("swe", "SE"),
        ("Suè", "SE"),
        ("瑞典", "SE"),
        ("zwed", "SE"),
        ("swedn", "SE"),
        ("典瑞", "SE"),
        ("Schwed", "SE"),
        ("deutschl", "DE"),
        ("nehterl", "NL"),
        ("pays bas", "NL"),
        ("uk", "GB"),
        ("engl", "GB"),
        ("hong", "HK"),
        ("cote divoire", "CI"),
        ("USA", "US"),
    ],
)
def test_the_country_that_a_query_is_about_comes_first(query: str, code: str) -> None:
    for locale in LOCALES:
        assert code in found(query, locale)[:3]
    assert found(query)[0] == code


def test_a_part_of_a_name_is_found() -> None:
    assert set(found("korea")) >= {"KR", "KP"}
    assert set(found("guinea")) == {"GN", "GQ", "GW", "PG"}
    assert found("guinea")[0] == "GN"


def test_names_of_the_readers_language_come_first() -> None:
    assert found("su", "en")[0] == "SD"
    assert found("su", "fr")[:2] == ["SE", "CH"]


@given(countries, locales, locales)
def test_a_name_in_any_language_is_found_first(code: str, spoken: str, reader: str) -> None:
    assert found(label(code, spoken), reader)[0] == code


@given(countries, locales)
def test_an_option_is_labelled_in_the_readers_language(code: str, locale: str) -> None:
    for option in COUNTRY.search(ASKED[locale], code):
        assert option.label == label(option.value, locale)


def test_without_a_query_the_list_begins_in_the_order_of_the_alphabet() -> None:
    for locale in LOCALES:
        assert len(found("", locale)) == 100
    assert found(" ")[:3] == ["AF", "AX", "AL"]


def test_a_swedish_list_ends_with_swedish_letters() -> None:
    everything = Countries(LOCALES, {}).every("sv")
    assert everything[-3:] == ["AX", "AT", "TL"]


def test_a_chinese_list_is_in_the_order_of_pinyin() -> None:
    assert found("", "zh")[:4] == ["AL", "DZ", "AF", "AR"]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("please list us: Contoso, Sweden, contoso.com", "SE"),
        ("notre société est en Côte d’Ivoire", "CI"),
        ("first Norway, then Sweden", "NO"),
        ("我们公司在荷兰", "NL"),
    ],
)
def test_the_first_country_that_is_named_in_full_is_found(sentence: str, code: str) -> None:
    assert COUNTRY.find(ASKED["en"], sentence) == code
    assert read(code) == Reading(code)


@pytest.mark.parametrize(
    "sentence",
    [
        "indien mogelijk graag vandaag",
        "the island of learning",
        "la réunion de lundi",
        "tell us more, no, not in it",
        "the UK invoice",
        "South America",
        "swedn",
        "",
    ],
)
def test_ordinary_words_and_abbreviations_are_no_country_in_a_sentence(sentence: str) -> None:
    assert COUNTRY.find(ASKED["en"], sentence) is None


def test_every_everyday_name_is_read_as_its_country() -> None:
    for code, names in EVERYDAY.items():
        for name in names:
            if code != NO_COUNTRY:
                reading = read(name)
                meant = {reading.value, *(option.value for option in reading.meanings)}
                assert code in meant, name


def test_everyday_names_stand_under_codes_of_countries() -> None:
    assert EVERYDAY.keys() <= COUNTRIES | {NO_COUNTRY}


def test_a_language_that_is_not_known_is_answered_in_english() -> None:
    assert COUNTRY.show(asked("country", "de"), "SE") == "Sweden"


@given(st.text(max_size=200), st.text(max_size=20) | countries, locales)
def test_whatever_is_typed_a_country_is_read_asked_or_refused(
    text: str, meant: str, locale: str
) -> None:
    reading = read(text, meant, locale)
    assert reading.value is None or reading.value in COUNTRIES
    assert all(option.value in COUNTRIES for option in reading.meanings)
    assert sum(map(bool, (reading.value, reading.problem, reading.meanings))) == 1
    COUNTRY.find(ASKED[locale], text)
    offered = COUNTRY.search(ASKED[locale], text)
    assert len(offered) <= 100
    assert len({option.value for option in offered}) == len(offered)


def test_a_huge_text_is_read() -> None:
    for piece in ("x", "瑞", "Sweden ", "swedn ", "United "):
        read(piece * 40_000)
        found(piece * 40_000)
