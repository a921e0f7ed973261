"""The words of the interface: gettext catalogs, read from `.po` files; English is the source."""

from collections.abc import Callable, Iterable, Mapping
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from bot.content.files import read_text
from bot.content.findings import ContentError, Finding
from bot.content.shapes import SOURCE_LOCALE

DOMAIN = "messages"


class Words:
    """The catalogs of every language; a language without one speaks English."""

    def __init__(self, catalogs: Mapping[str, NullTranslations]) -> None:
        """Keep the catalogs by locale."""
        self._catalogs = catalogs
        self._source = NullTranslations()

    def of(self, locale: str) -> NullTranslations:
        """Return the catalog of a language."""
        return self._catalogs.get(locale, self._source)

    def functions(self, locale: str) -> Mapping[str, Callable[..., str]]:
        """Return the functions that templates call: `_` and `ngettext`."""
        catalog = self.of(locale)
        return {"_": catalog.gettext, "ngettext": catalog.ngettext}


def read_words(folder: Path, locales: Iterable[str]) -> Words:
    """Read `<locale>.po` of each language; raise ContentError for one that can't be read."""
    paths = {locale: folder / f"{locale}.po" for locale in locales if locale != SOURCE_LOCALE}
    return Words({locale: _read(path) for locale, path in paths.items() if path.exists()})


def _read(path: Path) -> NullTranslations:
    compiled = BytesIO()
    try:
        catalog = read_po(StringIO(read_text(path)), locale=path.stem, abort_invalid=True)
        write_mo(compiled, catalog)
    except PoFileError as error:
        line = int(getattr(error, "lineno", 0) or 0) + 1
        raise ContentError([Finding(path, line, "not-a-catalog")]) from None
    compiled.seek(0)
    return Translations(compiled, DOMAIN)
