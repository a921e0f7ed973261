"""The ways by which a form opens as a modal, and what it is prefilled with."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from bot.sandbox import Person, View
from bot.sandbox.demo import PARTNERS
from tests.journeys.desk import CHANNEL, LOCALES, Desk
from tests.journeys.filling import FORMS, inputs_of, submit
from tests.journeys.form_screens import all_text, values
from tests.journeys.reading import actions, labels

SAID: Final = {
    "en": "Invoice INV-0118 of January 2026, revenue 1,250.50 EUR",
    "fr": "Facture INV-0118 de janvier 2026, chiffre d’affaires 1 250,50 EUR",
    "zh": "发票号 INV-0118，2026年1月，收入 1,250.50 EUR",
    "nl": "Factuur INV-0118 van januari 2026, omzet 1.250,50 EUR",
    "sv": "Faktura INV-0118 från januari 2026, intäkt 1 250,50 EUR",
}
"""What somebody says of an invoice: its number, month, year and revenue."""

COMPANY: Final = {
    "en": "Our company “Contoso Learning” in Sweden is missing in the partner directory, "
    "our page is https://contoso.se/microsoft",
    "fr": "Notre entreprise « Contoso Learning » en Suède ne figure pas dans l’annuaire des "
    "partenaires, notre page est https://contoso.se/microsoft",
    "zh": "我们公司“Contoso Learning”在瑞典，没有出现在合作伙伴目录中，"
    "我们的页面是 https://contoso.se/microsoft",
    "nl": "Ons bedrijf “Contoso Learning” in Zweden staat niet in de partnergids, "
    "onze pagina is https://contoso.se/microsoft",
    "sv": "Vårt företag ”Contoso Learning” i Sverige finns inte i partnerkatalogen, "
    "vår sida är https://contoso.se/microsoft",
}


async def answered(desk: Desk, person: Person, text: str, topic: str) -> Any:  # noqa: ANN401
    """Ask something; give the answer of a topic, chosen where it was only suggested."""
    reply = await desk.ask(person, text)
    if f"choose:{topic}" in labels(reply):
        await desk.press(person, reply, f"choose:{topic}")
    return reply


async def by_button(desk: Desk, person: Person, form: str, locale: str) -> None:
    topic = desk.knowledge.forms[form].topic
    reply = await desk.ask(person, desk.answer(topic, locale).question)
    await desk.press(person, reply, f"form:{form}")


async def by_command(desk: Desk, person: Person, form: str, locale: str) -> None:
    await desk.command(person, f"language {locale}")
    await desk.command(person, form)


async def by_its_name(desk: Desk, person: Person, form: str, locale: str) -> None:
    """Open a form by a word of the language; the English ones are the command itself."""
    await desk.command(person, f"language {locale}")
    await desk.command(person, desk.knowledge.commands[form][locale][-1])


async def from_home(desk: Desk, person: Person, form: str, locale: str) -> None:
    await desk.command(person, f"language {locale}")
    await person.open_home()
    await desk.calm()
    assert person.home
    await desk.press(person, person.home, f"form:{form}")


async def by_global_shortcut(desk: Desk, person: Person, form: str, locale: str) -> None:
    await desk.command(person, f"language {locale}")
    assert (await person.shortcut(f"form:{form}")).ok
    await desk.calm()


Opened = Callable[[Desk, Person, str, str], Awaitable[None]]
WAYS: Final[tuple[Opened, ...]] = (
    by_button,
    by_command,
    by_its_name,
    from_home,
    by_global_shortcut,
)


@pytest.mark.parametrize("opened", WAYS)
@pytest.mark.parametrize("form", FORMS)
async def test_a_form_opens_at_its_first_step_in_the_persons_language(
    desk: Desk, form: str, opened: Opened
) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened(desk, person, form, locale)
        assert person.view
        declared = desk.knowledge.forms[form]
        said = declared.say(locale)
        assert person.view.body["title"]["text"] == said.title
        assert said.introduction in all_text(person.view)
        first = next(iter(declared.steps))
        step = desk.words(locale, "Step {number} of {total}: {name}")
        named = step.format(number=1, total=len(declared.steps), name=said.steps[first])
        assert named in all_text(person.view)
        assert list(inputs_of(person.view)) == list(declared.steps[first])
        for field in declared.steps[first]:
            assert said.fields[field].label in all_text(person.view)
            assert said.fields[field].hint in all_text(person.view)
        await person.close_view()


async def test_plain_words_lead_to_the_form_by_its_button(desk: Desk) -> None:
    camille = desk.person("camille")
    reply = await desk.ask(camille, "il me manque une facture dans mes KPI")
    assert labels(reply, "form") == {
        "form:discrepancy": desk.knowledge.forms["discrepancy"].say("fr").button
    }
    await desk.press(camille, reply, "form:discrepancy")
    assert camille.view


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_report_is_prefilled_with_what_the_question_said(desk: Desk, locale: str) -> None:
    person = desk.speaker(locale)
    question = f"{desk.answer('kpi-discrepancy', locale).question} {SAID[locale]}"
    reply = await answered(desk, person, question, "kpi-discrepancy")
    await desk.press(person, reply, "form:discrepancy")
    assert person.view
    shown = values(person.view)
    assert (shown["month"], shown["year"]) == ("1", "2026")
    assert shown["invoice-number"] == "INV-0118"
    assert (await submit(person, {"omlp-type": "lab", "purchase-unit": "5"})).errors == {}
    amount = values(person.view)["revenue-dashboard"]
    assert amount in SAID[locale]
    assert "250" in amount


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_directory_request_is_prefilled_with_what_the_question_said(
    desk: Desk, locale: str
) -> None:
    person = desk.speaker(locale)
    reply = await answered(desk, person, COMPANY[locale], "directory-missing")
    await desk.press(person, reply, "form:directory")
    assert person.view
    assert values(person.view) == {
        "name": "Contoso Learning",
        "country": "SE",
        "landing-page": "https://contoso.se/microsoft",
    }


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_message_shortcut_prefills_the_form_with_the_message(
    desk: Desk, locale: str
) -> None:
    person = desk.speaker(locale)
    ts = await person.say(CHANNEL, SAID[locale])
    message = desk.workspace.messages.find(CHANNEL, ts)
    assert message
    assert (await person.shortcut("form:discrepancy", message)).ok
    await desk.calm()
    assert person.view
    shown = values(person.view)
    assert (shown["month"], shown["year"]) == ("1", "2026")
    assert shown["invoice-number"] == "INV-0118"


def is_open(person: Person) -> bool:
    view: View | None = person.view
    return view is not None


async def test_everybody_can_open_a_form_on_the_very_first_contact(desk: Desk) -> None:
    for name in PARTNERS.values():
        person = desk.person(name)
        await desk.command(person, "discrepancy")
        assert is_open(person)
    camille = desk.person("camille").view
    assert camille
    assert camille.body["title"]["text"] == desk.knowledge.forms["discrepancy"].say("fr").title
    assert actions(camille, "form_in") == ["form_in:en", "form_in:zh", "form_in:nl", "form_in:sv"]
