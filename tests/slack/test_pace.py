from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.call import POST, UPDATE
from bot.slack.sending.pace import CHANNEL, METHODS, paces

CHANNELS = st.sampled_from(["C1", "C2"])


@given(CHANNELS, st.sampled_from([POST, UPDATE]))
def test_promise_20_what_stays_in_a_channel_keeps_its_pace_however_it_comes_there(
    channel: str, method: str
) -> None:
    its = paces(method, {"channel": channel, "ts": "1"}, "a lane")
    assert its[f"channel:{channel}"] == CHANNEL


def test_what_somebody_alone_sees_waits_for_nobody_else() -> None:
    shown: list[dict[str, Any]] = [
        {"channel": "C1"},
        *({"channel": "C1", "user": person} for person in "AB"),
    ]
    assert len({tuple(paces(POST, arguments, "")) for arguments in shown}) == len(shown)


def test_what_is_in_no_channel_keeps_the_pace_of_its_lane() -> None:
    assert paces("response_url", {"url": "https://…"}, "requests:U1") == {
        "lane:requests:U1": CHANNEL
    }


def test_promise_20_a_method_with_a_number_a_minute_has_a_pace_of_its_own() -> None:
    its = paces("views.publish", {"user_id": "U1"}, "home:U1")
    assert its["method:views.publish"] == METHODS["views.publish"]


def test_no_method_is_called_more_often_in_a_minute_than_slack_promises() -> None:
    promised = {"chat.update": 50}
    for method, rate in METHODS.items():
        assert 60 / rate.seconds == promised.get(method, 100)
