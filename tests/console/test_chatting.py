"""The whole app in the terminal: what is typed, and what is heard."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.console.commands import Run
from tests.console.house import House

TYPED = """when do the KPIs of our invoice from April 2026 show up
1
99
²
/partner help
/edit which KPIs count for our renewal
/as nobody
/partner directory
/close
/as fr
bonjour
/quit
never said
"""
HEARD = (
    "Partner Desk in the terminal",
    "When do the KPIs of our invoice show up?",
    "April 2026",
    "[1] Useful",
    "Thank you for telling us that this helped.",
    "There is no button with that number.",
    "Ask me a question in your own words",
    "Which months count for our renewal?",
    "Nobody here is called that.",
    "A form opened.",
    "The form is closed, nothing was sent.",
    "Bonjour",
)
REQUEST = """/partner directory
Contoso
/1
/close
swedn
Sweden
contoso.se/learn
1 2 9
1 2
1, 2, 3
/1

norge

what
/99

/quit
"""
REQUESTED = (
    "Step 1 of 2: Your company",
    "A form opened.",
    "Name in the directory (As it should appear",
    "Why isn't our company in the Learning Partner directory?",
    "Country (",
    "  1  Sweden",
    "[Sweden]",
    "Landing page (",
    "Step 2 of 2: Your landing page",
    "  3  We own this page and the website it is on.",
    "This can’t be filled in here. Please try again.",
    "Confirmations: Please confirm this too: We own this page",
    "Please check, then send",
    "Step 1 of 2: Your company",
    "[Contoso]",
    "[Sweden]",
    "[Norway]",
    "[contoso.se/learn]",
    "Please check, then send",
    "An empty line presses “Send”.",
    "This can’t be filled in here. Please try again.",
    "There is no button with that number.",
    "Request 1: Directory request",
    "  • Country: Norway",
    "  • Country: Norway",
)
REPORT = """/partner discrepancy
13
{month}
{year}
Something else
pallet
INV-0042

wood
1234.5
0
EUR 5

{folder}/nowhere.pdf
{folder}/invoice.pdf

/close
/file {folder}/nowhere.pdf
/file {folder}/invoice.pdf
/quit
"""
REPORTED = (
    "  12  December",
    "This can’t be filled in here. Please try again.",
    "Year (",
    "Which one?",
    "This can’t be filled in here. Please try again.",
    "KPI value in the KPI dashboard (",
    "Write the path of a file",
    "nowhere.pdf that can be read.",
    "Remark (",
    "The form is closed, nothing was sent.",
    "nowhere.pdf that can be read.",
    "I can’t find a question in this.",
)


@pytest.mark.parametrize(
    ("typed", "heard"), [(TYPED, HEARD), (REQUEST, REQUESTED), (REPORT, REPORTED)]
)
def test_a_conversation_has_questions_numbers_commands_forms_and_an_end(
    house: House, tmp_path: Path, typed: str, heard: tuple[str, ...]
) -> None:
    (tmp_path / "invoice.pdf").write_bytes(b"%PDF-1.7")
    past = datetime.now(UTC) - timedelta(days=90)
    values = {"month": str(past.month), "year": str(past.year), "folder": str(tmp_path)}
    done = house.run("chat", typed=typed.format_map(values))
    assert (done.code, done.err) == (0, "")
    lines = iter(done.out.splitlines())
    for each in heard:
        assert any(each in line for line in lines), f"{each}\n\n{done.out}"
    assert "never said" not in done.out


def test_a_language_that_is_not_spoken_has_no_conversation(run: Run) -> None:
    done = run("chat", "--locale", "de")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("--locale is none of the languages")
