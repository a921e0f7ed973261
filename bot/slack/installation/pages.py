"""The pages that people see in their browser: HTML, without scripts, in their language."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from bot.content.words import Words

_POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language",
    "X-Content-Type-Options": "nosniff",
}


class Pages:
    """The templates of one folder, drawn in the visitor's language."""

    def __init__(self, folder: Path, words: Words) -> None:
        """Prepare `folder`."""
        self._words = words
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def page(
        self, name: str, locale: str, values: Mapping[str, object], status: int = 200
    ) -> Response:
        """Draw `<name>.html.j2`; nothing may be loaded or run in it but its own style."""
        nonce = secrets.token_urlsafe(16)
        shown = {**self._words.functions(locale), "locale": locale, "nonce": nonce, **values}
        html = self._environment.get_template(f"{name}.html.j2").render(shown)
        policy = {"Content-Security-Policy": _POLICY.format(nonce=nonce)}
        return HTMLResponse(html, status, {**_HEADERS, **policy, "Content-Language": locale})
