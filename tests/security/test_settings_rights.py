"""The settings of a workspace are its admins' alone, whatever is sent (promises 15, 32 and 34)."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pytest

from bot.desk.choosing import typed_of
from bot.sandbox import Person
from bot.sandbox.demo import OTHER_COMPANY, SUPPORT_CHANNEL
from tests.journeys.administering import administer, kept, offers_settings, other_channel
from tests.journeys.desk import Desk, home_of
from tests.journeys.gestures import button, press, submitted
from tests.security.desk_scene import ELSEWHERE

Json = dict[str, Any]

PEOPLE: Final[Mapping[str, Mapping[str, Any]]] = {
    "member": {},
    "guest": {"is_restricted": True, "is_admin": True},
    "single-channel-guest": {"is_ultra_restricted": True, "is_admin": True},
    "external": {"team_id": OTHER_COMPANY, "is_external": True, "is_admin": True},
    "deactivated": {"deleted": True, "is_admin": True},
    "robot": {"is_bot": True, "is_admin": True},
    "elsewhere": {"team_id": ELSEWHERE, "is_admin": True, "is_owner": True},
}
"""Who may not change the settings, though Slack may call them admins of something.

A robot has no Home tab to press in, but what it would submit is tried.
"""

NAMES = (*PEOPLE, "noor", "emma", "astrid")


@pytest.fixture
def crowd(besieged: Desk) -> Desk:
    for number, (name, kind) in enumerate(PEOPLE.items()):
        besieged.workspace.add_user(f"U0OUTSIDE{number}", name, name, **kind)
    return besieged


def values(desk: Desk, **parts: Json | None) -> Json:
    """Give the state of the settings as they stand, but for some parts; None takes one away."""
    typed = typed_of(desk.office.chosen)
    chosen: Json = {
        "channel": {"type": "conversations_select", "selected_conversation": typed.channel},
        "locales": {
            "type": "multi_static_select",
            "selected_options": [{"value": each} for each in typed.locales],
        },
        "default": select(typed.default),
        "desk-locale": select("sv"),
        "zone": select(typed.zone),
        **{day: text(hours) for day, hours in typed.hours.items()},
        "holidays": select(typed.holidays),
        "retention": select(typed.retention),
    }
    given = {**chosen, **{name.replace("_", "-"): part for name, part in parts.items()}}
    return {f"{name}:0": {f"settings:{name}": part} for name, part in given.items() if part}


def select(value: object) -> Json:
    return {"type": "static_select", "selected_option": {"value": value}}


def text(value: object) -> Json:
    return {"type": "plain_text_input", "value": value}


async def submit(desk: Desk, person: Person, said: Json | None = None, **parts: Json | None) -> Any:  # noqa: ANN401 - JSON
    """Submit settings that no screen need have shown; give what is answered."""
    about = {"turn": 0, "locale": "en", "seen": {}} if said is None else said
    payload = submitted(desk, person, "settings", about, values(desk, **parts))
    if person.user.team_id == ELSEWHERE:
        body = json.dumps(payload).replace(desk.workspace.team_id, ELSEWHERE)
        payload = dict(json.loads(body))
    answer = await desk.sender.send_interaction(payload)
    assert answer.ok == (person.user.team_id != ELSEWHERE), answer
    await desk.calm()
    return answer.json() if answer.body.strip() else {}


def test_everybody_who_is_no_admin_is_tried_here() -> None:
    refused = {"is_restricted", "is_ultra_restricted", "is_external", "deleted", "is_bot"}
    assert refused <= {flag for kind in PEOPLE.values() for flag in kind}


@pytest.mark.parametrize("name", NAMES)
async def test_promise_32_nobody_but_an_admin_opens_or_saves_the_settings(
    crowd: Desk, name: str
) -> None:
    person = crowd.person(name)
    if not person.user.is_bot:
        assert (await press(crowd, person, person.home, button("settings:open"))).ok
    await crowd.calm()
    assert person.view is None
    answered = await submit(crowd, person)
    assert await kept(crowd) == {}
    assert (await crowd.rows())["audit_log"] == []
    if person.user.team_id == crowd.workspace.team_id:
        assert SUPPORT_CHANNEL not in str(answered)


@pytest.mark.parametrize("role", ["is_admin", "is_owner"])
async def test_promise_32_an_admin_and_an_owner_save_them(crowd: Desk, role: str) -> None:
    person = crowd.person("member")
    setattr(person.user, role, True)
    assert await submit(crowd, person) == {}
    assert await kept(crowd) == {"desk_locale": "sv"}


async def test_promise_35_who_administers_no_more_can_not_save_what_they_had_opened(
    crowd: Desk,
) -> None:
    daan = administer(crowd, "daan")
    await crowd.press(daan, await home_of(crowd, daan), "settings:open")
    daan.user.is_admin = False
    done = await daan.submit_view({"desk-locale:0": "sv"})
    assert done.view
    assert "administer" in str(done.view.body)
    assert SUPPORT_CHANNEL not in str(done.view.body)
    assert await kept(crowd) == {}


async def test_promise_32_the_way_in_is_taken_away_from_who_is_refused(crowd: Desk) -> None:
    daan = administer(crowd, "daan")
    home = await home_of(crowd, daan)
    daan.user.is_admin = False
    await crowd.press(daan, home, "settings:open")
    assert daan.home
    assert not offers_settings(daan.home)


FORGED: Final[Mapping[str, Json]] = {
    "an unknown language": {"desk_locale": select("xx")},
    "no language": {"locales": {"type": "multi_static_select", "selected_options": []}},
    "only unknown languages": {
        "locales": {"type": "multi_static_select", "selected_options": [{"value": "xx"}]}
    },
    "a zone of no world": {"zone": select("../../etc/passwd")},
    "a zone that is a number": {"zone": select(7)},
    "a country of no world": {"holidays": select("XX")},
    "a retention that is not offered": {"retention": select("1")},
    "a negative retention": {"retention": select("-1")},
    "1 MB of hours": {"monday": text("9-17," * 200_000)},
    "hours that are a list": {"monday": text(["9-17"])},
    "another element": {"default": {"type": "checkboxes", "selected_options": [{"value": "en"}]}},
    "no channel": {"channel": {"type": "conversations_select", "selected_conversation": None}},
    "a channel that is none": {
        "channel": {"type": "conversations_select", "selected_conversation": "C0NOWHERE1"}
    },
    "a person for a channel": {
        "channel": {"type": "conversations_select", "selected_conversation": "U0EMMA0001"}
    },
}


@pytest.mark.parametrize("name", FORGED)
async def test_promise_15_what_the_modal_does_not_offer_is_refused(crowd: Desk, name: str) -> None:
    daan = administer(crowd, "daan")
    answered = await submit(crowd, daan, **FORGED[name])
    if name not in {"hours that are a list", "1 MB of hours"}:
        assert answered["response_action"] == "errors"
    stored = await kept(crowd)
    assert set(stored) <= {"desk_locale", "hours"}
    assert stored.get("desk_locale", "sv") == "sv"
    crowd.workspace.calls.clear()


@pytest.mark.parametrize(
    "part", ["channel", "locales", "default", "desk_locale", "zone", "holidays", "retention"]
)
async def test_promise_15_a_part_that_is_missing_is_asked_for(crowd: Desk, part: str) -> None:
    answered = await submit(crowd, administer(crowd, "daan"), **{part: None})
    assert list(answered["errors"]) == [f"{part.replace('_', '-')}:0"]
    assert await kept(crowd) == {}


async def test_promise_15_what_belongs_to_no_part_is_not_kept(crowd: Desk) -> None:
    await submit(crowd, administer(crowd, "daan"), theme=text("dark"))
    assert await kept(crowd) == {"desk_locale": "sv"}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"seen": "C0OTHER", "turn": "0", "locale": 5},
        {"seen": {"desk_channel": "C0FORGED"}, "turn": 0, "locale": "xx"},
        {"seen": {"locales": [1, None], "hours": {"monday": 9}}, "turn": 0},
        {"workspace": ELSEWHERE, "person": "U0NOOR0001", "is_admin": True, "turn": 0},
    ],
)
async def test_promise_34_what_the_modal_says_of_itself_gives_nobody_a_right(
    crowd: Desk, said: Json
) -> None:
    await submit(crowd, crowd.person("emma"), said)
    assert await kept(crowd) == {}
    await submit(crowd, administer(crowd, "daan"), said)
    assert set(await kept(crowd)) <= {"desk_locale"}


async def test_promise_33_an_admin_elsewhere_changes_nothing_here(crowd: Desk) -> None:
    other_channel(crowd)
    await submit(crowd, crowd.person("elsewhere"), desk_locale=select("fr"))
    rows = (await crowd.rows())["workspaces"]
    assert [row["settings"] for row in rows] == [{}] * len(rows)
