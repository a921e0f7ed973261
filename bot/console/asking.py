"""`ask`: one question, one decision."""

import json
from typing import Any

from bot.answering.decision import Decision, Kind, Preferences
from bot.answering.wording import word
from bot.app import Content
from bot.console.words import screen
from bot.services.asking import day_of, kept_intent
from bot.storage.questions import Place, Question


def decided(content: Content, text: str, locale: str | None, now: float) -> dict[str, Any]:
    """Return the decision on a question and the reply to it, as the command's JSON has them."""
    today = day_of(now)
    decision = content.decider.decide(text, Preferences(chosen=locale), today)
    topic = content.decider.knowledge.topics.get(decision.topic or "")
    return {
        "locale": decision.locale,
        "decision": str(decision.kind),
        "topic": decision.topic,
        "suggestions": list(decision.suggestions) if decision.kind is Kind.SUGGEST else [],
        "confidence": round(decision.confidence, 4),
        "text": _text(content, decision, text, now),
        "form": topic.form if topic and decision.kind is Kind.ANSWER else None,
    }


def _text(content: Content, decision: Decision, text: str, now: float) -> str:
    today = day_of(now)
    if decision.kind is Kind.ANSWER and decision.topic:
        knowledge = content.decider.knowledge
        return word(knowledge, decision.topic, decision.locale, decision.mention, today).text
    return content.artist.plain(_as_question(decision, text, now), today)


def _as_question(decision: Decision, text: str, now: float) -> Question:
    """Return the question as it would be kept, for the templates of replies."""
    unused: dict[str, Any] = dict.fromkeys(Question._fields)
    known = {
        "id": 0,
        "place": Place.PRIVATE,
        "text": text,
        "asked_at": now,
        "deleted": False,
        "locale": decision.locale,
        "decision": str(decision.kind),
        "intent": kept_intent(decision),
        "topic": decision.topic,
        "suggestions": list(decision.suggestions),
        "confidence": decision.confidence,
    }
    return Question(**unused | known)


def tell(result: dict[str, Any], *, as_json: bool) -> None:
    """Print a decision with its reply."""
    if as_json:
        screen.print(json.dumps(result, ensure_ascii=False))
        return
    about = [result["decision"], result["topic"] or ", ".join(result["suggestions"])]
    head = " · ".join(part for part in (*about, result["locale"]) if part)
    screen.print(f"[{head} · {result['confidence']:.0%}]\n\n{result['text']}")
