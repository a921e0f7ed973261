"""Calls that Slack refuses, and what it says then."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError


async def refusal(call: Any) -> Any:  # noqa: ANN401
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response


async def error_of(call: Any) -> str:  # noqa: ANN401
    return str((await refusal(call))["error"])
