"""Only Slack can talk to us: v0 signatures, and no old or future requests.

Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
from collections.abc import Mapping

TOLERANCE_SECONDS = 300
_DIGITS_AT_MOST = 15


def is_signed(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Tell whether Slack sent `body` within TOLERANCE_SECONDS of `now`; never raises."""
    timestamp = headers.get("x-slack-request-timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _DIGITS_AT_MOST):
        return False
    if abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    base = f"v0:{timestamp}:".encode() + body
    expected = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    given = headers.get("x-slack-signature", "")
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogateescape"))
