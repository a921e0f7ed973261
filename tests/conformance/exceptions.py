"""Where the checker knows more than the official types, and why.

Types tell structure alone. Every pattern below names a finding for which the checker may
refuse what the types take; the other way round there is no exception but `DOCUMENTED`.
"""

import re
from typing import Final

AT: Final = r" \[json-pointer:.*"

BEYOND_TYPES: Final[dict[str, str]] = {
    r"(\w+ text )?must be (less|more) than \d+ characters": "lengths are not in types",
    r"no (more|fewer) than \d+ items allowed": "numbers of items are not in types",
    r"must be (less|greater) than or equal to": "ranges are not in types",
    r".* cannot be greater than ": "types do not compare two fields",
    r"failed to match the expected format": "to the types any string is a date or an address",
    r"initial option must match one of the options": "types do not compare two fields",
    r"must define either": "the types make fields optional of which one is required",
    r"cannot define both `options` and `option_groups`": "the types take both; Slack one",
    r"only one (element|table)": "types see one block at a time",
    r"(block|action)_id `.*` already exists": "types see one block at a time",
    r"must provide an integer": "to the types every number is a number",
    r"missing required field: submit": "needed only when there is an input",
    r"must be one of: trash": "to the types an icon is any string; Slack has this one",
    r"must be one of: remote": "to the types a source is any string; Slack has this one",
    rf"missing required field: value{AT}/(initial_)?options?": (
        "reference of the option object: `value` is required"
    ),
    rf"missing required field: (title|confirm|deny){AT}/confirm\]": (
        "reference of the confirmation dialog object: all four texts are required"
    ),
    rf"invalid additional property: url{AT}/(initial_)?options?": (
        "reference of the option object: `url` is for overflow menus only"
    ),
    rf".*{AT}/tasks/": "the types take any object as a task, beside task cards",
}

# Documented by Slack, unknown to the types: taken by the checker.
DOCUMENTED: Final[dict[str, str]] = {
    "a list that counts on": "reference of the rich text block: `offset` of a list",
    "a highlighted mention": (
        "reference of the rich text block: `highlight`, `client_highlight` and `unlink` "
        "are styles of a mention"
    ),
    "preformatted text of a language": (
        "reference of the rich text block: `language` of preformatted text"
    ),
}


def beyond_types(finding: str) -> bool:
    """Say whether a finding is of a kind that types can't tell."""
    return any(re.match(pattern, finding) for pattern in BEYOND_TYPES)
