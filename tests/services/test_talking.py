"""A form by conversation, over a database of its own: nothing that was taken is ever lost."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from bot.answering.spoken import Languages
from bot.app import Content
from bot.content.shapes import Id
from bot.forms.case import Case
from bot.forms.conversation import spots
from bot.forms.phrases import Said, Word
from bot.forms.readings import Given, Value
from bot.forms.settling import Ask
from bot.services import beginning, filling, hearing, language, places, sending, talking
from bot.services.beginning import Filler, Start
from bot.services.filling import Going
from bot.services.hearing import Ears, Message
from bot.storage import drafts
from bot.storage.database import Database
from bot.storage.drafts import Draft
from bot.storage.schema import OPEN, outbox
from tests.services.scene import DIRECT, EMMA, NOW, OFFERED, OURS

ENGLISH = Languages("en", OFFERED)

FORMS = ("discrepancy", "directory")
FILLER = Filler(OURS, EMMA, OURS)

TEXTS = (
    "January 2026",
    "3",
    "march",
    "lab",
    "something",
    "INV-0042",
    "1.234",
    "12.5",
    "1250 EUR",
    "0 USD",
    "sweden",
    "swedn",
    "https://contoso.se",
    "same",
    "skip",
    "back",
    "review",
    "help",
    "yes",
    "no",
    "none",
    "another one",
    "change",
    "change the month to April 2025",
    "change the country to France",
    "the invoice number is wrong",
    "remind me",
    "add it",
    "send",
    "stop",
    "👍",
    "",
    "x" * 3_000,
    "<!channel> *bold* \N{RIGHT-TO-LEFT OVERRIDE}",
)
FILES = ("F1 invoice.pdf", "F2 page.png", "F3 order confirmation.pdf", "F4 virus.exe")
RIGHT: Mapping[Id, Sequence[tuple[str, str]]] = {
    "discrepancy": (
        ("say", "January 2026"),
        ("say", "lab"),
        ("say", "Unit A"),
        ("say", "INV-0042"),
        ("say", "12.5"),
        ("say", "0"),
        ("say", "1250 EUR"),
        ("say", "0 EUR"),
        ("file", "F1 invoice.pdf"),
        ("say", "none"),
    ),
    "directory": (
        ("say", "Contoso"),
        ("say", "Sweden"),
        ("say", "https://contoso.se"),
        ("say", "yes"),
    ),
}
WORDS = (Word.BACK, Word.SKIP, Word.STOP, Word.ANOTHER, Word.REVIEW, Word.HELP)

Step = tuple[str, object]

_texts = st.tuples(st.just("say"), st.sampled_from(TEXTS) | st.text(max_size=40))
_files = st.tuples(st.just("file"), st.sampled_from(FILES))
_words = st.tuples(st.just("word"), st.sampled_from(WORDS))
_presses = st.tuples(st.just("press"), st.integers(0, 10), st.sampled_from(TEXTS))
_others = st.tuples(st.sampled_from(("send", "confirm", "settle", "language", "reopen")))
STEPS = st.lists(_texts | _files | _words | _presses | _others, max_size=30)


def labels(_: Case, ask: Ask) -> Mapping[Id, str]:
    return {option: option for option in ask.options}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Database]:
    path = shutil.copy(migrated, tmp_path_factory.mktemp("talking") / "talking.db")
    opened = Database(f"sqlite:///{path}")
    yield opened
    opened.close()


@dataclass
class Scene:
    """A conversation of one person, step by step."""

    connection: Connection
    content: Content
    form: Id
    now: float = NOW

    def begin(self) -> None:
        first = self.content.forms.declared[self.form].positions(1)[0]
        start = Start(self.form, talking=True, channel=DIRECT)
        known = beginning.opening(self.connection, FILLER, start, ENGLISH, self.now)
        answers = known.draft.answers if known.draft else {}
        values = {"step": first.step, "view": None, "locale": "en", "answers": answers}
        places.start(self.connection, self.content.forms, FILLER, start, values, self.now)

    def answer(self, most: int) -> None:
        """Give the first so many right answers."""
        for step in RIGHT[self.form][:most]:
            self.take(step)

    def current(self) -> Going | None:
        draft = drafts.open_for(self.connection, OURS, EMMA, self.form)
        return (
            filling.going(self.connection, self.content.forms, draft, self.now) if draft else None
        )

    def take(self, step: Step) -> None:
        current = self.current()
        if current is None or not current.draft.talking:
            self.begin()
            current = self.current()
        assert current
        self.now += 1
        getattr(self, f"_{step[0]}")(current, *step[1:])

    def _say(self, current: Going, text: str) -> None:
        self._hear(current, Message(text, (), str(self.now)))

    def _file(self, current: Going, file: str) -> None:
        self._hear(current, Message("", (file,), str(self.now)))

    def _hear(self, current: Going, message: Message) -> None:
        ears = Ears(self.content.phrases, labels)
        hearing.hear(self.connection, ears, current, message, self.now)

    def _word(self, current: Going, word: Word) -> None:
        hearing.obey(self.connection, current, Said(word), self.now)

    def _press(self, current: Going, index: int, value: str) -> None:
        every = list(spots(current.case))
        spot = every[index % len(every)]
        talking.take(self.connection, current, spot, Given(value), self.now)

    def _send(self, current: Going) -> None:
        talking.send(self.connection, current, self.now)

    def _confirm(self, current: Going) -> None:
        spot = talking.spot_of(current) or next(spots(current.case))
        talking.confirm(self.connection, current, spot, self.now)

    def _settle(self, current: Going) -> None:
        ask = talking.unsettled(self.connection, current)
        if ask:
            first = ask.options[0]
            talking.settle(self.connection, current, ask.id, first, "because", self.now)

    def _language(self, current: Going) -> None:
        locale = "nl" if current.draft.locale == "en" else "en"
        language.choose(self.connection, OURS, EMMA, locale, self.now)

    def _reopen(self, current: Going) -> None:
        talking.stop(self.connection, current, self.now)
        self.begin()


def values_of(current: Going | None) -> dict[tuple[str, int, Id], Value]:
    """Give everything that was understood, by where it stands."""
    if current is None:
        return {}
    case = current.case
    return {
        (each.position.step, each.position.line, each.field): value
        for each in spots(case)
        for field, value in case.values(case.at(each.position)).items()
        if field == each.field
    }


def may_touch(current: Going | None, step: Step) -> set[Id]:
    """Give the fields that a step may change, by what it says or where it stands."""
    spot = talking.spot_of(current) if current else None
    fields = {spot.field} if spot else set()
    pairs = {"month", "year"}
    if step[0] == "press" and current:
        every = list(spots(current.case))
        fields.add(every[int(str(step[1])) % len(every)].field)
    if step[0] in ("say", "file"):
        text = str(step[1])
        fields |= {"invoice"} if step[0] == "file" else set()
        fields |= pairs if "month" in text else {"country"} if "country" in text else set()
    return fields | (pairs if fields & pairs else set())


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(form=st.sampled_from(FORMS), answered=st.integers(0, 10), steps=STEPS)
def test_whatever_is_said_and_pressed_no_value_that_was_taken_is_lost(
    database: Database, content: Content, form: Id, answered: int, steps: list[Step]
) -> None:
    with database.engine.connect() as connection, connection.begin() as transaction:
        scene = Scene(connection, content, form)
        scene.begin()
        scene.answer(answered)
        for step in steps:
            before, may = scene.current(), may_touch(scene.current(), step)
            kept = values_of(before)
            scene.take(step)
            after = scene.current()
            if after is None or before is None or after.draft.id != before.draft.id:
                continue
            now = values_of(after)
            lost = {k for k, value in kept.items() if k[2] not in may and now.get(k) != value}
            assert not lost, (step, lost)
            json.dumps(after.draft.asked)
        transaction.rollback()


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(form=st.sampled_from(FORMS), answered=st.integers(0, 10), steps=STEPS)
def test_every_step_asks_something_again_or_ends_the_conversation(
    database: Database, content: Content, form: Id, answered: int, steps: list[Step]
) -> None:
    with database.engine.connect() as connection, connection.begin() as transaction:
        scene = Scene(connection, content, form)
        scene.begin()
        scene.answer(answered)
        for step in steps:
            said = said_so_far(connection)
            scene.take(step)
            assert said_so_far(connection) > said or step[0] in ("confirm", "settle", "press")
        transaction.rollback()


def said_so_far(connection: Connection) -> int:
    found: int = connection.execute(select(func.count()).select_from(outbox)).scalar_one()
    return found


@pytest.fixture
def scene(connection: Connection, content: Content) -> Scene:
    made = Scene(connection, content, "directory")
    made.begin()
    return made


def draft_of(scene: Scene) -> Draft:
    current = scene.current()
    assert current
    return current.draft


def test_a_form_is_talked_of_in_one_place_alone(scene: Scene) -> None:
    other = Scene(scene.connection, scene.content, "discrepancy")
    other.begin()
    assert not draft_of(scene).talking
    assert draft_of(other).talking
    found = places.find(scene.connection, OURS, EMMA, DIRECT, None)
    assert found
    assert found.form == "discrepancy"


def test_a_form_that_was_put_aside_goes_on_where_its_button_is(scene: Scene) -> None:
    current = scene.current()
    assert current
    talking.stop(scene.connection, current, NOW)
    current = scene.current()
    assert current
    talking.go_on(scene.connection, places.resume(scene.connection, current, "C1", "5.0"), NOW)
    draft = draft_of(scene)
    assert (draft.talking, draft.channel, draft.thread_ts) == (True, "C1", "5.0")


def test_a_language_is_that_of_all_open_forms_and_of_no_other_persons(scene: Scene) -> None:
    language.choose(scene.connection, OURS, "U-OTHER", "sv", NOW)
    assert draft_of(scene).locale == "en"
    language.choose(scene.connection, OURS, EMMA, "sv", NOW)
    assert draft_of(scene).locale == "sv"
    language.choose(scene.connection, OURS, EMMA, None, NOW)
    assert draft_of(scene).locale == "sv"


def test_a_draft_of_a_deploy_with_other_fields_is_asked_on(scene: Scene) -> None:
    draft = draft_of(scene)
    gone = {"field": "colour", "taken": [["attic", 0, "colour"]], "overview": True}
    drafts.change(scene.connection, OURS, draft.id, step="attic", line=7, asked=gone)
    current = scene.current()
    assert current
    assert talking.spot_of(current) is None
    scene.take(("say", "Contoso"))
    assert draft_of(scene).state == OPEN
    assert sending.standing(scene.connection, current)
