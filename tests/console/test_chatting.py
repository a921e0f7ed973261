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
Contoso

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
    "Cancelled, nothing was sent.",
    "Bonjour",
)


def test_a_conversation_has_questions_numbers_commands_forms_and_an_end(house: House) -> None:
    done = house.run("chat", typed=TYPED)
    assert (done.code, done.err) == (0, "")
    lines = iter(done.out.splitlines())
    for heard in HEARD:
        assert any(heard in line for line in lines), f"{heard}\n\n{done.out}"
    assert "never said" not in done.out


def test_a_language_that_is_not_spoken_has_no_conversation(run: Run) -> None:
    done = run("chat", "--locale", "de")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("--locale is none of the languages")
