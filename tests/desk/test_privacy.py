import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.privacy import personal_details


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Where is FR2026-118?", ["FR2026-118"]),
        ("please write to emma.b+x@learn.example.", ["emma.b+x@learn.example"]),
        ("call +31 (0)6 12345678, then wait", ["+31 (0)6 12345678"]),
        ("see https://learn.example/a?id=1, please", ["https://learn.example/a?id=1"]),
        ("we paid 1.234,50 euro", ["1.234,50"]),
        ("发票FR2026-118在哪里", ["FR2026-118"]),
        ("邮箱emma@learn.example不行", ["emma@learn.example"]),
        ("发票号１２３４５", ["12345"]),
        ("INV-77 and INV-778 and INV-778 again", ["INV-778"]),
    ],
)
def test_what_may_tell_of_somebody_is_named_once(text: str, named: list[str]) -> None:
    assert list(personal_details(text)) == named


@pytest.mark.parametrize(
    "text",
    [
        "",
        "When do KPIs show?",
        "by the 15th",
        "for 2 trainers",
        "at 9:00",
        "什么时候显示",
        "a@",
        "@",
    ],
)
def test_what_tells_of_nobody_is_not_named(text: str) -> None:
    assert personal_details(text) == ()


@given(st.text(), st.integers(100, 10**15))
def test_no_long_number_goes_unseen_wherever_it_stands(text: str, number: int) -> None:
    found = personal_details(f"{text} {number} {text}")
    assert any(str(number) in each for each in found)


@given(st.text(st.sampled_from("a1@. :/+-(,h人")))
def test_whatever_is_written_something_short_and_whole_is_named_or_nothing(text: str) -> None:
    found = personal_details(text)
    assert all(each == each.strip() and each in text for each in found)
    assert len(found) == len(set(found))
