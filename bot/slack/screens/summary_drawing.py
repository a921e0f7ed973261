"""What the support team is shown of a week: a picture, and the same figures as text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.content.desk import QUESTION
from bot.content.models import Knowledge
from bot.desk.charts import Labels, chart
from bot.desk.figures import figures
from bot.services.summarizing import Weeks
from bot.slack.screens.templates import Drawing, Templates


@dataclass(frozen=True)
class SummaryArtist:
    """Draws the week's summary in the language of the desk."""

    knowledge: Knowledge
    templates: Templates

    def message(self, weeks: Weeks, locale: str, file: str | None) -> Drawing:
        """Draw the message; `file` is the id of the picture at Slack, if there is one."""
        values = {**self._figures(weeks, locale), "file": file}
        return self.templates.message("summary", locale, values)

    def picture(self, weeks: Weeks, locale: str) -> bytes:
        """Draw the picture, as PNG."""
        return chart(weeks.week, self.labels(weeks, locale))

    def labels(self, weeks: Weeks, locale: str) -> Labels:
        """Return all words of the picture."""
        values = self._figures(weeks, locale)
        return Labels(**self.templates.blocks("summary-chart", locale, values))

    def _figures(self, weeks: Weeks, locale: str) -> Mapping[str, Any]:
        kinds = {form: self.knowledge.form_title(form, locale) for form in self.knowledge.forms}
        asked = self.templates.plain("question", locale, {})
        return figures(weeks.week, weeks.before, locale, {**kinds, QUESTION: asked})
