"""A person is erased: nothing that they wrote, and nothing that tells who they were, is kept.

Of their tickets the numbers, states and times stay. It is done bit by bit, so that others write
between; whoever is interrupted begins again, and does no harm by that.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.desk.life import Deed
from bot.services import replying
from bot.services.acting import Actor, act
from bot.storage import audit_log, batches, erasures, jobs, postings, questions, tickets
from bot.storage.postings import Place
from bot.storage.questions import Question
from bot.storage.schema import questions as question_table
from bot.storage.schema import tickets as ticket_table
from bot.storage.tickets import Ticket

ERASED_BY_OPERATOR, ERASED_BY_THEMSELVES = "person-erased", "own-data-erased"
"""What the audit log calls it: whose data it was is told nowhere."""

_JOB = "erase"
_TICKETS, _QUESTIONS, _ROWS = 10, 200, 5_000
"""How many of them are done in one transaction."""

_AT_ONCE = 20
"""How many messages of Slack's one message of ours takes back: it allows 50 a minute."""

CARD, RECEIPT, REPLY = "card", "receipt", "reply"
"""What shows a ticket or a question, as its columns are called."""

_AGAIN_SECONDS = 300.0
"""After that, another process goes on with what one began."""

Mine = Callable[[str], bool]
"""Tells of a stored payload whether it is somebody's own."""


class Wish(NamedTuple):
    """Whose data is to be erased.

    `wrote` tells of what Slack sent whether they did. Who wishes it themselves has a `locale`, in
    which they are told, and it is `due` since then.
    """

    workspace: str
    person: str
    wrote: Mine
    locale: str | None = None
    due: float = 0.0

    @property
    def job(self) -> str:
        """What the piece of work is called that does it."""
        return f"{_JOB}:{self.person}:{self.locale}"


class Stage(NamedTuple):
    """How far it is done: at which step, and after which row."""

    step: int = 0
    after: int = 0


BEGINNING = Stage()


def ask(connection: Connection, workspace: str, person: str, locale: str, now: float) -> None:
    """Have somebody erased who wishes so, and told in that language once it is done."""
    jobs.plan(connection, workspace, f"{_JOB}:{person}:{locale}", now)


def wishes(
    connection: Connection, wrote: Callable[[str], Mine], now: float, workspace: str | None = None
) -> list[Wish]:
    """Take what is to be done; each is taken by one process, and by another if that dies.

    `wrote` makes what tells of a payload whether it is a person's.
    """
    taken = []
    for each in jobs.due(connection, f"{_JOB}:", now):
        _, person, locale = each.job.split(":", 2)
        is_asked = workspace in {None, each.workspace}
        if is_asked and jobs.take(connection, *each[:2], now, now + _AGAIN_SECONDS):
            taken.append(Wish(each.workspace, person, wrote(person), locale, each.due_at))
    return taken


def put_back(connection: Connection, wish: Wish) -> None:
    """Have it done again soon, and seen since when it is due: it failed."""
    jobs.plan(connection, wish.workspace, wish.job, wish.due)


def erase(connection: Connection, wish: Wish, now: float, stage: Stage = BEGINNING) -> Stage | None:
    """Do some of it; return from where to go on, None when it is done."""
    steps = _steps()
    if stage.step == len(steps):
        _end(connection, wish, now)
        return None
    after = steps[stage.step](connection, wish, stage.after, now)
    return Stage(stage.step + 1) if after is None else Stage(stage.step, after)


_Step = Callable[[Connection, Wish, int, float], int | None]
"""Does some of a step after a row; returns the row to go on after, None when it is done."""


def _steps() -> Sequence[_Step]:
    named = (_named(table) for table in range(len(erasures.NAMED)))
    return (_requests, _hand_back, _tickets, _questions, _own, *named)


def _hand_back(connection: Connection, wish: Wish, _after: int, now: float) -> int | None:
    """Leave open tickets that they work on to others of the support team."""
    actor = Actor(wish.workspace, wish.person, is_support=True)
    mine = erasures.owned(connection, wish.workspace, wish.person, _TICKETS)
    done = [act(connection, actor, ticket, Deed.HAND_BACK, now) for ticket in mine]
    return 0 if any(isinstance(each, Ticket) for each in done) else None


def _tickets(connection: Connection, wish: Wish, _after: int, now: float) -> int | None:
    tickets.hold(connection, wish.workspace)
    mine = erasures.own_tickets(connection, wish.workspace, wish.person, _TICKETS)
    for each in mine:
        _ticket(connection, wish, each, now)
    return 0 if mine else None


def _ticket(connection: Connection, wish: Wish, number: int, now: float) -> None:
    """Withdraw an open ticket, take back what is shown of it, and blank it."""
    act(connection, Actor(wish.workspace, wish.person), number, Deed.WITHDRAW, now)
    found = tickets.find(connection, wish.workspace, number)
    if found is None:
        return
    shown = batches.showing(connection, wish.workspace, found.kind, number)
    posted = postings.posted(connection, wish.workspace, number)
    erasures.drop_unsent(connection, wish.workspace, replying.desk_lane(number))
    erasures.erase_ticket(connection, wish.workspace, wish.person, number)
    _unsay_ticket(connection, found, posted.messages, posted.files, now)
    for batch in shown:
        replying.batch(connection, batch, now)


def _unsay_ticket(
    connection: Connection,
    ticket: Ticket,
    messages: Sequence[Place],
    files: Sequence[str],
    now: float,
) -> None:
    """Have deleted what Slack shows of a ticket: after all that is on its way there."""
    lane = replying.desk_lane(ticket.id)
    for some in _parts(messages):
        replying.unsay(connection, ticket.workspace, lane, now, places=some)
    for some in _parts(files):
        replying.unsay(connection, ticket.workspace, lane, now, files=some)
    lanes = {CARD: lane, RECEIPT: ticket.channel}
    for what, there in lanes.items():
        about = {"table": ticket_table.name, "row": ticket.id, "what": what}
        replying.unsay(connection, ticket.workspace, there, now, **about)


def _parts(all_of_them: Sequence[object]) -> Iterator[Sequence[object]]:
    for start in range(0, len(all_of_them), _AT_ONCE):
        yield all_of_them[start : start + _AT_ONCE]


def _questions(connection: Connection, wish: Wish, _after: int, now: float) -> int | None:
    mine = erasures.own_questions(connection, wish.workspace, wish.person, _QUESTIONS)
    asked = [questions.find(connection, wish.workspace, each) for each in mine]
    erasures.erase_questions(connection, wish.workspace, wish.person, mine)
    for each in filter(None, asked):
        _unsay_reply(connection, each, now)
    return 0 if mine else None


def _unsay_reply(connection: Connection, question: Question, now: float) -> None:
    about = {"table": question_table.name, "row": question.id, "what": REPLY}
    replying.unsay(connection, question.workspace, question.channel, now, **about)


def _own(connection: Connection, wish: Wish, _after: int, now: float) -> int | None:
    """Delete what they began; what is known of them is deleted last."""
    places = postings.posted_of_drafts(connection, wish.workspace, wish.person)
    for some in _parts(places):
        replying.unsay(connection, wish.workspace, wish.person, now, places=some)
    erasures.erase_own(connection, wish.workspace, wish.person)
    return None


def _requests(connection: Connection, wish: Wish, after: int, _now: float) -> int | None:
    """End what they asked for: what is under way then writes nothing that was erased already."""
    who = (wish.workspace, wish.person, wish.wrote)
    return erasures.erase_requests(connection, *who, after, _ROWS)


def _named(table: int) -> _Step:
    """Return the step that takes them out of what others did."""

    def step(connection: Connection, wish: Wish, after: int, _now: float) -> int | None:
        where = (wish.workspace, wish.person, erasures.NAMED[table])
        return erasures.erase_named(connection, *where, (replying.UNSAID,), after, _ROWS)

    return step


def _end(connection: Connection, wish: Wish, now: float) -> None:
    """Write down that it was done, and tell who wished it; nothing says who that was."""
    action = ERASED_BY_THEMSELVES if wish.locale else ERASED_BY_OPERATOR
    audit_log.record(connection, wish.workspace, None, action, {}, now)
    jobs.drop(connection, wish.workspace, wish.job)
    if wish.locale:
        replying.erased(connection, wish.workspace, wish.person, wish.locale, now)


def shown(connection: Connection, workspace: str, about: Mapping[str, Any]) -> Place | None:
    """Return where something still stands that is to be deleted; None where it is gone."""
    where = (_TABLES[about["table"]], about["row"], about["what"])
    return postings.shown(connection, workspace, *where)


def unsaid(connection: Connection, workspace: str, about: Mapping[str, Any]) -> None:
    """Forget where something stood that was deleted, or can't be."""
    where = (_TABLES[about["table"]], about["row"], about["what"])
    postings.forget_shown(connection, workspace, *where)


_TABLES = {each.name: each for each in (ticket_table, question_table)}
