"""Knowledge bases of any size: the words of our phrasings, put together anew."""

import random
import re
from collections.abc import Iterator, Sequence

from bot.answering.examples import Example

PHRASINGS_A_TOPIC = 30
_SEED = 20_260_101
_WORD = re.compile(r"[\u3400-\u9fff]{1,2}|[^\W\u3400-\u9fff]+")
_UNSPACED = "zh"


def recombined(examples: Sequence[Example], size: int) -> Iterator[Example]:
    """Give `size` phrasings as long as ours, in all our languages, PHRASINGS_A_TOPIC a topic."""
    chance = random.Random(_SEED)  # noqa: S311 - no secret, and the same each time
    spoken = {locale: _words(examples, locale) for locale in sorted({e.locale for e in examples})}
    for number in range(size):
        locale = chance.choice(list(spoken))
        length = len(_WORD.findall(chance.choice(examples).text)) or 1
        words = chance.choices(spoken[locale], k=length)
        text = ("" if locale == _UNSPACED else " ").join(words)
        yield Example(f"topic-{number // PHRASINGS_A_TOPIC}", locale, text)


def _words(examples: Sequence[Example], locale: str) -> list[str]:
    """Return the words of a language as often as they occur; of Chinese, two characters each."""
    return [w for e in examples if e.locale == locale for w in _WORD.findall(e.text)]
