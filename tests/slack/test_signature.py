import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.sandbox import sign
from bot.slack.intake.signature import TOLERANCE_SECONDS, is_signed

NOW = 1_790_000_000
SECRET, BODY = "a secret", b'{"type":"event_callback"}'

TIMESTAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"


def signed(body: bytes = BODY, timestamp: str = str(NOW), secret: str = SECRET) -> dict[str, str]:
    return {TIMESTAMP: timestamp, SIGNATURE: sign(secret, timestamp, body)}


def accepts(headers: dict[str, str], body: bytes = BODY, now: float = NOW) -> bool:
    return is_signed(SECRET, headers, body, now)


@given(body=st.binary(max_size=200), now=st.floats(NOW - 300, NOW + 300))
def test_promise_01_what_slack_signed_is_accepted(body: bytes, now: float) -> None:
    assert accepts(signed(body), body, now)


@given(st.data())
def test_promise_01_a_body_changed_by_a_byte_is_refused(data: st.DataObject) -> None:
    body = data.draw(st.binary(min_size=1, max_size=60))
    place = data.draw(st.integers(0, len(body) - 1))
    change = data.draw(st.integers(1, 255))
    changed = body[:place] + bytes([body[place] ^ change]) + body[place + 1 :]
    assert not accepts(signed(body), changed)


@given(st.text(alphabet=string.printable, max_size=80))
def test_promise_01_another_secret_is_refused(secret: str) -> None:
    assume(secret != SECRET)
    assert not accepts(signed(secret=secret))


@given(st.text(max_size=100))
def test_promise_01_an_invented_signature_is_refused_and_never_raises(signature: str) -> None:
    assert not accepts({**signed(), SIGNATURE: signature})


@given(st.integers(0, 66))
def test_promise_01_a_truncated_signature_is_refused(length: int) -> None:
    headers = signed()
    assert len(headers[SIGNATURE]) == 67
    assert not accepts({**headers, SIGNATURE: headers[SIGNATURE][:length]})


@pytest.mark.parametrize("missing", [TIMESTAMP, SIGNATURE])
def test_promise_01_a_missing_header_is_refused(missing: str) -> None:
    headers = signed()
    del headers[missing]
    assert not accepts(headers)


@given(st.integers(-1000, 1000))
@settings(max_examples=200)
def test_promise_02_old_and_future_requests_are_refused(seconds: int) -> None:
    fresh = abs(seconds) <= TOLERANCE_SECONDS
    assert accepts(signed(), now=NOW + seconds) is fresh


@pytest.mark.parametrize(
    ("seconds", "fresh"), [(300, True), (-300, True), (301, False), (-301, False)]
)
def test_promise_02_five_minutes_are_the_limit(seconds: int, fresh: bool) -> None:  # noqa: FBT001 - a case
    assert accepts(signed(), now=NOW + seconds) is fresh


ODD = ["", "abc", str(2**63), "9" * 5000, f"+{NOW}", f" {NOW}", f"{NOW}.0", f"-{NOW}", "١٧٩٠٠٠٠٠٠٠"]


@pytest.mark.parametrize("timestamp", ODD)
def test_promise_02_a_timestamp_that_is_none_is_refused(timestamp: str) -> None:
    assert not accepts(signed(timestamp=timestamp))
