"""What somebody says who fills in a form by conversation."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection

from bot.content.shapes import Id
from bot.forms import conversation
from bot.forms.case import Case
from bot.forms.conversation import Heard, Spot
from bot.forms.kinds.choice import named
from bot.forms.phrases import WITH_FIELD, Phrases, Said, Word
from bot.forms.readings import Given, Problem
from bot.forms.settling import Ask
from bot.services import talking
from bot.services.filling import Going

_UNCLEAR = Problem("check-unclear")
_WHICH_FIELD = Problem("field-unclear")

_IN_REVIEW = frozenset({Word.YES, Word.NO, Word.SEND, Word.REMIND, Word.ADD, Word.ANOTHER})
"""Words that answer the review; elsewhere they may be values, or parts of one."""

Labels = Callable[[Case, Ask], Mapping[Id, str]]
"""Returns how the options of an Ask are named to its reader."""


class Message(NamedTuple):
    """What somebody sent: "<id> <name>" of each file, and by which time Slack knows it."""

    text: str
    files: tuple[str, ...] = ()
    ts: str | None = None


class Ears(NamedTuple):
    """What it takes to understand people: the phrases, and the names of options."""

    phrases: Phrases
    labels: Labels


def understands(phrases: Phrases, current: Going, text: str) -> bool:
    """Tell whether a text is an answer or a word of the conversation."""
    if said_at(phrases, current, text) or talking.wanted_reason(current):
        return True
    spot = talking.spot_of(current)
    return spot is not None and conversation.answer(current.case, spot, Given(text)).answers


def takes_anything(current: Going) -> bool:
    """Tell whether any text would be a value of the field that is asked."""
    spot = talking.spot_of(current)
    if spot is None:
        return talking.wanted_reason(current) is not None
    return current.case.kind(spot.field).free or current.form.fields[spot.field].other


def said_at(phrases: Phrases, current: Going, text: str) -> Said | None:
    """Return what a text says besides answering: in a field for free text that is less."""
    said, spot = phrases.read(text), talking.spot_of(current)
    if said is None or spot is None:
        return said
    is_free = current.case.kind(spot.field).free
    if said.word in (Word.NOTHING, Word.NO) and is_free:
        return Said(Word.NOTHING) if current.form.fields[spot.field].optional else None
    if said.word in WITH_FIELD:
        return said if _is_change(current, spot, said) else None
    if said.word is Word.ANOTHER:
        return said if _may_add(current, spot) else None
    if said.word in (Word.YES, Word.NO):
        return said if _was_asked_yes_or_no(current, spot, said.word) else None
    return None if said.word in (Word.NOTHING, *_IN_REVIEW) else said


def _is_change(current: Going, spot: Spot, said: Said) -> bool:
    """Tell whether a field is to be changed: in a free text its name has to be one of the form's.

    A remark may hold that "the month is wrong".
    """
    if not current.case.kind(spot.field).free or not said.changes:
        return True
    is_remark = current.form.fields[spot.field].long and said.word is Word.WRONG
    return not is_remark and _named(current, said) is not None


def _named(current: Going, said: Said) -> tuple[Spot, str] | None:
    return conversation.named(current.case, said.changes, current.draft.line)


def _may_add(current: Going, spot: Spot) -> bool:
    """Tell whether one more line may be begun: not in the midst of one."""
    several = current.form.several
    return bool(several) and spot.position.step not in several


def _was_asked_yes_or_no(current: Going, spot: Spot, word: Word) -> bool:
    if talking.aside_of(current).meanings:
        return True
    return word is Word.YES and conversation.has_boxes(current.case, spot)


def hear(connection: Connection, ears: Ears, current: Going, message: Message, now: float) -> None:
    """Take a message as an answer, or do what it says instead.

    Files that come while something else is asked are kept beside that.
    """
    spot = talking.spot_of(current)
    if spot and message.files and conversation.asks_for_files(current.case, spot):
        given = Given(message.files)
        _give(connection, current, Heard(current.case, spot), given, message.ts, now)
        return
    beside = Heard(current.case, spot)
    if message.files:
        beside = conversation.attach(current.case, spot, message.files)
    _hear_text(connection, ears, replace(current, case=beside.case), message, beside, now)


def _hear_text(
    connection: Connection,
    ears: Ears,
    current: Going,
    message: Message,
    beside: Heard,
    now: float,
) -> None:
    said = said_at(ears.phrases, current, message.text)
    wanted = talking.wanted_reason(current)
    if not message.text:
        talking.repeat(connection, current, now, beside.problem, beside.taken)
    elif wanted:
        _take_reason(connection, current, wanted, said, message.text, now)
    elif beside.spot is None:
        _at_review(connection, ears, current, said, message.text, now)
    elif said:
        obey(connection, current, said, now)
    else:
        _give(connection, current, beside, Given(message.text), message.ts, now)


def _give(
    connection: Connection,
    current: Going,
    beside: Heard,
    given: Given,
    ts: str | None,
    now: float,
) -> None:
    """Take a value of the field that is asked, and tell what came of the files beside it."""
    if beside.spot is None:
        return
    heard = conversation.answer(beside.case, beside.spot, given)
    problem, taken = heard.problem or beside.problem, (*heard.taken, *beside.taken)
    heard = heard._replace(problem=problem, taken=taken)
    talking.ask(connection, current, heard, now, message_ts=ts)


def correct(connection: Connection, current: Going, message_ts: str, text: str, now: float) -> None:
    """Take a message that was edited as the answer that it was; older ones change nothing."""
    spot = talking.heard_by(current, message_ts)
    if spot and spot in conversation.spots(current.case):
        beside = Heard(current.case, spot)
        _give(connection, current, beside, Given(text), message_ts, now)


def _take_reason(
    connection: Connection,
    current: Going,
    wanted: tuple[str, str],
    said: Said | None,
    text: str,
    now: float,
) -> None:
    """Take a text as the reason, unless it says something else."""
    ask, option = wanted
    if said is None:
        talking.settle(connection, current, ask, option, text, now)
    elif said.word in (Word.NO, Word.BACK):
        talking.back(connection, current, now)
    elif said.word is Word.REMIND:
        talking.settle(connection, current, ask, said.word, "", now)
    else:
        obey(connection, current, said, now)


def _at_review(
    connection: Connection,
    ears: Ears,
    current: Going,
    said: Said | None,
    text: str,
    now: float,
) -> None:
    ask = talking.unsettled(connection, current)
    if said and (said.word not in _IN_REVIEW or said.word is Word.ANOTHER):
        obey(connection, current, said, now)
    elif ask:
        _settle(connection, current, ask, _option(ears.labels(current.case, ask), said, text), now)
    elif said and said.word in (Word.YES, Word.SEND):
        talking.send(connection, current, now)
    else:
        talking.repeat(connection, current, now, _UNCLEAR)


def _option(labels: Mapping[Id, str], said: Said | None, text: str) -> Id | None:
    """Return the option that is chosen by its name, or by "yes" if it is the only one.

    What is refused is NO.
    """
    if said and said.word in labels:
        return said.word
    if said and said.word is Word.YES and len(labels) == 1:
        return next(iter(labels))
    if said and said.word is Word.NO:
        return Word.NO
    found = named(text, labels)
    return found[0] if len(found) == 1 else None


def _settle(
    connection: Connection, current: Going, ask: Ask, option: Id | None, now: float
) -> None:
    spot = talking.doubted(current, ask) if option == Word.NO else None
    if spot:
        talking.show(connection, current, spot, now)
    elif option in ask.options:
        talking.settle(connection, current, ask.id, str(option), "", now)
    else:
        talking.repeat(connection, current, now, Problem("choice-missing"))


def obey(connection: Connection, current: Going, said: Said, now: float) -> None:
    """Do what a word says, typed or by its button."""
    spot = talking.spot_of(current)
    deed = _DEEDS.get(said.word)
    if deed:
        deed(connection, current, now)
    elif said.word in _AT_FIELD and spot:
        talking.ask(connection, current, _AT_FIELD[said.word](current.case, spot), now)
    elif said.word in WITH_FIELD:
        _change(connection, current, said, now)
    elif said.word in (Word.YES, Word.NO) and spot:
        _agree(connection, current, spot, said.word, now)
    else:
        talking.repeat(connection, current, now)


def _agree(connection: Connection, current: Going, spot: Spot, word: Word, now: float) -> None:
    """Take "yes" and "no" to what a value means, and "yes" to statements."""
    meanings = talking.aside_of(current).meanings
    if word is Word.NO:
        talking.ask(connection, current, Heard(current.case, spot), now)
    elif len(meanings) == 1:
        talking.mean(connection, current, spot, meanings[0].value, now)
    elif conversation.has_boxes(current.case, spot):
        talking.confirm(connection, current, spot, now)
    else:
        talking.repeat(connection, current, now)


def _change(connection: Connection, current: Going, said: Said, now: float) -> None:
    """Go to the field that is named, with its new value; without one, show what there is."""
    found = _named(current, said)
    if found is None:
        problem = _WHICH_FIELD if said.changes else None
        talking.overview(connection, current, now, problem)
    elif found[1]:
        talking.take(connection, current, found[0], Given(found[1]), now)
    else:
        talking.show(connection, current, found[0], now)


_DEEDS: Mapping[Word, Callable[[Connection, Going, float], None]] = {
    Word.STOP: talking.stop,
    Word.BACK: talking.back,
    Word.REVIEW: talking.overview,
    Word.ANOTHER: talking.another,
}

_AT_FIELD: Mapping[Word, Callable[[Case, Spot], Heard]] = {
    Word.SKIP: conversation.skip,
    Word.SAME: conversation.same,
    Word.NOTHING: conversation.skip,
}
