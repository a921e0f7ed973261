"""Support proposes what it learned from a question: what it opens, chooses and types."""

from bot.sandbox import View
from bot.sandbox.form_state import current_values
from tests.journeys.desk import Desk
from tests.journeys.triaging import handed_over, open_modal, write

ANSWER = "Bonjour Camille, votre facture FR2026-118 est arrivée."
GENERAL = "Une facture met deux jours à arriver."
ASKED = "Combien de temps met une facture ?"


async def resolved(desk: Desk, locale: str = "fr", text: str = ANSWER) -> None:
    """Have a question handed over, and settled by an answer."""
    await handed_over(desk, locale)
    await write(desk, desk.person("noor"), "resolve", text)


async def opened(desk: Desk, locale: str = "fr") -> View:
    """Settle a question, and open what proposes something from it."""
    await resolved(desk, locale)
    return await open_modal(desk, desk.person("noor"), "propose")


async def chosen(desk: Desk, kind: str) -> View:
    """Choose what the modal that is open asks for; give it as it is drawn then."""
    noor = desk.person("noor")
    view = noor.view
    assert view
    before = view.hash
    await desk.press(noor, view, "propose:kind", kind)
    await desk.workspace.wait_for(lambda: view.hash != before)
    return view


def stands(view: View) -> dict[str, str | None]:
    """Give what stands in each input of the modal."""
    found = {}
    for block, held in current_values(view.body["blocks"], view.values).items():
        for element in held.values():
            option = element.get("selected_option") or {}
            found[block] = option.get("value") if "selected_option" in element else element["value"]
    return found


async def kept(desk: Desk) -> list[dict[str, object]]:
    names = ("locale", "topic", "phrasing", "title", "answer", "proposed_by", "state")
    return [{name: row[name] for name in names} for row in (await desk.rows())["proposals"]]
