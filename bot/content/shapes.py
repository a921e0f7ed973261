"""What every declared thing has in common."""

from pydantic import BaseModel, ConfigDict

SOURCE_LOCALE = "en"

Id = str
Locale = str


class Frozen(BaseModel):
    """A declared thing: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)
