"""Admins choose what holds in their workspace."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.app import Content
from bot.desk.choices import RETENTIONS
from bot.sandbox import Fault
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.storage import audit_log
from tests.desk.offices import at
from tests.journeys.administering import (
    OTHER_CHANNEL,
    administer,
    kept,
    offers_settings,
    opened_settings,
    option,
    other_channel,
    saved,
    submitted,
)
from tests.journeys.desk import LOCALES, OWN_NAMES, Desk, assert_nothing_went_wrong, home_of, opened
from tests.journeys.reading import screen


@pytest_asyncio.fixture
async def nowhere(content: Content, database_url: str) -> AsyncIterator[Desk]:
    """Run the app where nobody said where the support team is."""
    async with opened(content, database_url, desk_channel="") as running:
        yield running
        await assert_nothing_went_wrong(running)


NO_CHANNEL = (
    "The support team has no channel yet: what I can’t answer reaches nobody. Please choose one."
)
CLASH = (
    "Somebody else saved settings meanwhile. What both of you changed now stands like this; "
    "save again to have yours:"
)
MONDAY = "2026-03-16"


async def test_the_home_tab_of_an_admin_tells_what_holds_and_that_of_others_does_not(
    desk: Desk,
) -> None:
    daan = administer(desk, "daan")
    home = await home_of(desk, daan)
    assert offers_settings(home)
    assert ", ".join(list(OWN_NAMES.values())[:-1]) in screen(home)
    assert "Closed requests are kept for 24 months." in screen(home)
    for name in ("emma", "noor", "astrid"):
        assert not offers_settings(await home_of(desk, desk.person(name)))


async def test_who_is_no_admin_any_more_sees_no_settings_when_the_home_tab_is_opened_again(
    desk: Desk,
) -> None:
    daan = administer(desk, "daan")
    assert offers_settings(await home_of(desk, daan))
    daan.user.is_admin = False
    assert not offers_settings(await home_of(desk, daan))


async def test_the_settings_open_with_what_holds_and_saving_them_as_they_are_keeps_nothing(
    desk: Desk,
) -> None:
    done = await saved(desk, administer(desk, "daan"))
    assert done.closed
    assert await kept(desk) == {}
    assert await desk.read(lambda c: audit_log.of_workspace(c, desk.workspace.team_id, 9)) == []


async def test_what_an_admin_saves_holds_at_once_and_is_written_down(desk: Desk) -> None:
    daan = administer(desk, "daan")
    done = await saved(
        desk,
        daan,
        locales=["nl", "fr"],
        default="nl",
        desk_locale="sv",
        zone=option("Asia/Shanghai"),
        monday="10-12",
        holidays=option("CN"),
        retention="90",
    )
    assert done.closed, done.errors
    office = desk.office
    assert (office.locales, office.default_locale, office.desk_locale) == (
        ("fr", "nl"),
        "nl",
        "sv",
    )
    assert office.chosen.retention_days in RETENTIONS
    assert office.hours.is_open(at(f"{MONDAY}T03:30", office.hours.zone) + 7 * 3600)
    (entry,) = await desk.read(lambda c: audit_log.of_workspace(c, desk.workspace.team_id, 9))
    assert entry.person == daan.user.id
    assert entry.about["default_locale"] == ["en", "nl"]
    assert set(await kept(desk)) == set(entry.about)


async def test_only_what_differs_is_kept(desk: Desk) -> None:
    await saved(desk, administer(desk, "daan"), desk_locale="fr")
    assert await kept(desk) == {"desk_locale": "fr"}
    await saved(desk, desk.person("daan"), desk_locale="en")
    assert await kept(desk) == {}


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_settings_are_in_the_language_of_the_admin(desk: Desk, locale: str) -> None:
    admin = administer(desk, "daan")
    await desk.press(admin, await home_of(desk, admin), "speak", locale)
    view = await opened_settings(desk, admin)
    assert view.body["title"]["text"] == desk.words(locale, "Settings")
    done = await submitted(desk, admin, monday="nine to five")
    wrong = "Please write hours like 09:00-12:30, 13:30-17:30, or leave this empty for a day off."
    assert done.errors == {"monday:0": desk.words(locale, wrong)}


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        ({"monday": "17-9"}, "monday:0"),
        ({"friday": "9-12, 11-14"}, "friday:0"),
        (dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ""), "monday:0"),
        ({"locales": ["fr", "nl"]}, "default:0"),
        ({"zone": option("Mars/Olympus")}, "zone:0"),
        ({"holidays": option("XX")}, "holidays:0"),
    ],
)
async def test_promise_14_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    desk: Desk, parts: dict[str, object], wrong: str
) -> None:
    done = await saved(desk, administer(desk, "daan"), **parts, retention="1095")
    assert list(done.errors) == [wrong]
    assert done.view
    assert "1095" in str(done.view.values)
    assert await kept(desk) == {}


async def test_time_zones_and_countries_are_found_by_their_names_in_the_admins_language(
    desk: Desk,
) -> None:
    camille = administer(desk, "camille")
    view = await opened_settings(desk, camille)
    zones = await camille.suggestions(view, "settings:zone", "chine shanghai")
    assert [each["value"] for each in zones] == ["Asia/Shanghai"]
    countries = await camille.suggestions(view, "settings:holidays", "suede")
    assert [each["text"]["text"] for each in countries] == ["Suède"]
    first = await camille.suggestions(view, "settings:holidays")
    assert first[0]["text"]["text"] == "Aucun jour férié"


async def test_who_asks_in_a_language_that_is_not_offered_is_answered_in_the_default_one(
    desk: Desk,
) -> None:
    await saved(desk, administer(desk, "daan"), locales=["fr", "nl"], default="nl")
    astrid = desk.person("astrid")
    answer = desk.answer("kpi-report-schedule", "sv")
    reply = await desk.ask(astrid, answer.phrasings[0])
    assert desk.answer("kpi-report-schedule", "nl").text.split("\n")[0][:20] in screen(reply)


async def test_only_languages_that_are_offered_are_shown(desk: Desk) -> None:
    await saved(desk, administer(desk, "daan"), locales=["en", "fr"])
    emma = desk.person("emma")
    reply = await desk.ask(emma, desk.answer("kpi-report-schedule", "en").phrasings[0])
    shown = str(reply.blocks)
    assert "show_in:fr" in shown
    assert not any(f"show_in:{each}" in shown for each in ("nl", "sv", "zh"))
    home = await home_of(desk, emma)
    (menu,) = [b["accessory"] for b in home.body["blocks"] if b.get("block_id") == "language"]
    assert [each["value"] for each in menu["options"]] == ["en", "fr"]


async def test_a_language_that_is_not_offered_can_not_be_chosen_by_name_either(desk: Desk) -> None:
    await saved(desk, administer(desk, "daan"), locales=["en", "fr"])
    emma = desk.person("emma")
    await desk.command(emma, "language sv")
    await desk.ask(emma, "Speak Swedish please")
    people = (await desk.rows())["people"]
    assert {row["chosen_locale"] for row in people} == {None}


async def test_a_language_that_was_chosen_before_it_was_taken_away_gives_way(desk: Desk) -> None:
    emma = desk.person("emma")
    await desk.press(emma, await home_of(desk, emma), "speak", "sv")
    await saved(desk, administer(desk, "daan"), locales=["en", "fr"])
    assert "Welcome!" in screen(await home_of(desk, emma))


async def test_without_a_channel_of_support_the_admin_is_warned_first_of_all(
    nowhere: Desk,
) -> None:
    desk = nowhere
    daan, other = administer(desk, "daan"), other_channel(desk)
    await desk.ask(desk.person("emma"), desk.unanswerable("en"))
    assert screen(await home_of(desk, daan)).index(NO_CHANNEL) < 100
    done = await saved(desk, daan, channel=other.id)
    assert done.closed, done.errors
    assert NO_CHANNEL not in screen(await home_of(desk, daan))
    (card,) = [m for m in desk.person("sam").sees(other.id) if m.user == _app(desk)]
    assert desk.unanswerable("en") in screen(card)


def _app(desk: Desk) -> str:
    return desk.workspace.app.bot_user_id


async def test_a_channel_without_the_app_is_refused_until_it_is_invited(desk: Desk) -> None:
    daan, other = administer(desk, "daan"), other_channel(desk)
    other.members.discard(_app(desk))
    done = await saved(desk, daan, channel=other.id)
    assert "invite" in done.errors["channel:0"]
    other.members.add(_app(desk))
    assert (await submitted(desk, daan)).closed
    assert desk.office.desk_channel == other.id


@pytest.mark.parametrize("fault", [{"is_archived": True}, {"is_shared": True}, {"kind": "group"}])
async def test_a_channel_that_can_not_be_the_support_teams_is_refused_with_the_reason(
    desk: Desk, fault: dict[str, object]
) -> None:
    daan, other = administer(desk, "daan"), other_channel(desk)
    for name, value in fault.items():
        setattr(other, name, value)
    if "kind" in fault:
        other.members.clear()
    done = await saved(desk, daan, channel=other.id)
    assert list(done.errors) == ["channel:0"]
    assert desk.office.desk_channel == SUPPORT_CHANNEL
    desk.workspace.calls.clear()


async def test_open_cards_come_to_the_new_channel_and_what_they_were_says_so(desk: Desk) -> None:
    emma = desk.person("emma")
    await desk.ask(emma, desk.unanswerable("en"))
    (before,) = desk.cards()
    daan, other = administer(desk, "daan"), other_channel(desk)
    assert (await saved(desk, daan, channel=other.id)).closed
    (after,) = [m for m in desk.person("sam").sees(other.id) if m.user == _app(desk)]
    assert desk.unanswerable("en") in screen(after)
    assert OTHER_CHANNEL in str(before.blocks)
    assert "desk:take" not in str(before.blocks)
    assert "desk:take" in str(after.blocks)
    await desk.press(desk.person("sam"), after, "desk:take", None)
    assert (await desk.rows())["tickets"][0]["owner"] == desk.person("sam").user.id


async def test_cards_come_back_when_the_desk_does(desk: Desk) -> None:
    await desk.ask(desk.person("emma"), desk.unanswerable("en"))
    daan, other = administer(desk, "daan"), other_channel(desk)
    assert (await saved(desk, daan, channel=other.id)).closed
    assert (await saved(desk, daan, channel=SUPPORT_CHANNEL)).closed
    first, last = desk.cards()
    assert "desk:take" not in str(first.blocks)
    assert "desk:take" in str(last.blocks)
    assert await kept(desk) == {}


async def test_where_the_app_was_taken_out_of_the_former_channel_the_cards_come_all_the_same(
    desk: Desk,
) -> None:
    await desk.ask(desk.person("emma"), desk.unanswerable("en"))
    daan, other = administer(desk, "daan"), other_channel(desk)
    desk.workspace.channel(SUPPORT_CHANNEL).members.discard(_app(desk))
    assert (await saved(desk, daan, channel=other.id)).closed
    assert len([m for m in desk.person("sam").sees(other.id) if m.user == _app(desk)]) == 1
    desk.workspace.calls.clear()


async def test_who_is_of_support_follows_the_channel(desk: Desk) -> None:
    daan, other = administer(desk, "daan"), other_channel(desk)
    other.members = {_app(desk), daan.user.id}
    await saved(desk, daan, channel=other.id)
    await desk.ask(desk.person("emma"), desk.unanswerable("en"))
    (card,) = [m for m in daan.sees(other.id) if m.user == _app(desk)]
    await desk.press(daan, card, "desk:take", None)
    assert (await desk.rows())["tickets"][0]["owner"] == daan.user.id


async def test_of_two_admins_at_once_each_gets_what_they_changed(desk: Desk) -> None:
    daan, noor = administer(desk, "daan"), administer(desk, "noor")
    await opened_settings(desk, daan)
    await opened_settings(desk, noor)
    assert (await submitted(desk, daan, desk_locale="fr")).closed
    assert (await submitted(desk, noor, retention="90")).closed
    assert await kept(desk) == {"desk_locale": "fr", "retention_days": 90}


async def test_of_two_who_changed_the_same_the_second_is_shown_it_and_may_have_theirs(
    desk: Desk,
) -> None:
    daan, noor = administer(desk, "daan"), administer(desk, "noor")
    await opened_settings(desk, daan)
    await opened_settings(desk, noor)
    assert (await submitted(desk, daan, desk_locale="fr", retention="90")).closed
    done = await submitted(desk, noor, desk_locale="nl", friday="9-12")
    assert done.view
    shown = screen(done.view)
    assert CLASH in shown
    assert "Français" in shown
    assert daan.user.id in str(done.view.body)
    assert "09:00-12:00" in str(done.view.body)
    assert (await submitted(desk, noor, turn=1)).closed
    assert (await kept(desk))["desk_locale"] == "nl"
    assert (await kept(desk))["retention_days"] == 90


async def test_promise_05_saving_the_same_again_changes_nothing(desk: Desk) -> None:
    daan = administer(desk, "daan")
    await opened_settings(desk, daan)
    desk.wire.times = 3
    assert (await submitted(desk, daan, desk_locale="fr")).closed
    desk.wire.times = 1
    done = await desk.read(lambda c: audit_log.of_workspace(c, desk.workspace.team_id, 9))
    assert [each.action for each in done] == ["settings"]


async def test_the_operators_settings_can_be_filled_in_again_and_hold_once_they_are_saved(
    desk: Desk,
) -> None:
    daan = administer(desk, "daan")
    await saved(desk, daan, desk_locale="fr", retention="90", monday="10-11")
    view = await opened_settings(desk, daan)
    await desk.press(daan, view, "settings:defaults")
    assert await kept(desk) != {}
    assert daan.view
    assert (await submitted(desk, daan, turn=1)).closed
    assert await kept(desk) == {}


async def test_it_says_so_when_slack_does_not_tell_who_an_admin_is(desk: Desk) -> None:
    daan = administer(desk, "daan")
    home = await home_of(desk, daan)
    desk.workspace.faults.add("users.info", Fault.server_error())
    await desk.press(daan, home, "settings:open")
    assert daan.view is None
    assert "Slack does not say now" in screen(desk.replies(daan)[-1])
    desk.workspace.calls.clear()
