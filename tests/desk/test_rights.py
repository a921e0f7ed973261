"""Who may do what: nothing is forgotten, and nobody does what is another's."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from bot.desk.life import Deed
from bot.desk.rights import RIGHTS, Role, Task, may

BY_TIME = {Deed.REMIND, Deed.CLOSE}
BY_PARTNER = {
    Deed.REOPEN,
    Deed.ANSWER,
    Deed.CHANGE,
    Deed.WITHDRAW,
    Deed.RESTORE,
    Deed.RATE,
}
ROLES = [set(some) for size in range(5) for some in combinations(Role, size)]


def allowed(role: Role) -> set[Deed | Task]:
    return {deed for deed in RIGHTS if may({role}, deed)}


def test_promise_32_no_deed_and_no_task_is_missing_from_the_table() -> None:
    assert set(RIGHTS) == {*Deed, *Task}
    assert all(RIGHTS.values())


@pytest.mark.parametrize("deed", list(RIGHTS))
def test_promise_32_who_has_no_role_may_do_nothing(deed: Deed | Task) -> None:
    assert not may(set(), deed)


def test_promise_32_a_partner_does_what_is_the_partner_s_and_nothing_of_the_desk_s() -> None:
    assert allowed(Role.PARTNER) == BY_PARTNER


def test_promise_32_a_colleague_adds_to_a_request_and_nothing_else() -> None:
    assert allowed(Role.COLLEAGUE) == {Deed.CHANGE}


def test_promise_32_the_support_team_does_everything_but_what_is_the_partner_s_or_time_s() -> None:
    assert allowed(Role.SUPPORT) == {*RIGHTS} - BY_TIME - (BY_PARTNER - {Deed.REOPEN})


def test_nobody_does_what_time_does_and_time_does_nothing_else() -> None:
    assert allowed(Role.TIME) == BY_TIME
    assert all(RIGHTS[deed] == {Role.TIME} for deed in BY_TIME)


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(sorted(roles)) or "nobody")
def test_who_has_several_roles_may_do_what_each_of_them_may(roles: set[Role]) -> None:
    for deed in RIGHTS:
        assert may(roles, deed) == any(may({role}, deed) for role in roles)


def test_the_table_in_the_documents_is_the_one_that_decides() -> None:
    rows = re.findall(r"^\| `(\S+)` \|(.*)\|$", Path("CONTRIBUTING.md").read_text(), re.MULTILINE)
    told = {deed: [cell.strip() for cell in cells.split("|")] for deed, cells in rows}
    assert told == {
        str(deed): ["✓" if may({role}, deed) else "" for role in Role] for deed in RIGHTS
    }
