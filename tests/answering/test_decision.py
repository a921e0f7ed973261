import pytest

from bot.answering.decision import Decider, Kind
from bot.answering.intents import Intent
from bot.answering.matching import OFFERED
from bot.content.models import Intents, Knowledge
from tests.answering.asking import LOCALES, ask

FRENCH = "Quand la facture de mars sera-t-elle visible dans les rapports ?"
NO_EVIDENCE = "Partner Center"


@pytest.mark.parametrize(
    ("text", "known", "locale"),
    [
        (FRENCH, {"chosen": "nl", "recent": "sv", "slack": "zh"}, "nl"),
        (FRENCH, {"recent": "sv", "slack": "zh", "default": "nl"}, "fr"),
        (NO_EVIDENCE, {"chosen": "zh", "recent": "sv", "slack": "fr"}, "zh"),
        (NO_EVIDENCE, {"recent": "sv", "slack": "fr", "default": "nl"}, "sv"),
        (NO_EVIDENCE, {"slack": "fr", "default": "nl"}, "fr"),
        (NO_EVIDENCE, {"slack": "en", "default": "nl"}, "en"),
        (NO_EVIDENCE, {"default": "nl"}, "nl"),
        (NO_EVIDENCE, {}, "en"),
        ("Hej!", {"slack": "fr"}, "fr"),
        ("", {"recent": "zh"}, "zh"),
    ],
)
def test_the_language_is_the_chosen_one_the_messages_the_recent_one_slacks_or_the_default(
    decider: Decider, text: str, known: dict[str, str], locale: str
) -> None:
    assert ask(decider, text, **known).locale == locale


def test_what_was_read_in_the_message_is_kept_beside_the_language_of_the_reply(
    decider: Decider,
) -> None:
    decision = ask(decider, FRENCH, chosen="nl")
    assert (decision.locale, decision.detected) == ("nl", "fr")


@pytest.mark.parametrize(
    ("text", "intent", "locale"),
    [
        ("Hi there!", Intent.GREETING, "en"),
        ("hi team", Intent.GREETING, "en"),
        ("Good morning team", Intent.GREETING, "en"),
        ("Bonjour !", Intent.GREETING, "fr"),
        ("您好！", Intent.GREETING, "zh"),
        ("Goedemorgen!", Intent.GREETING, "nl"),
        ("Hoi allemaal", Intent.GREETING, "nl"),
        ("Hejsan!", Intent.GREETING, "sv"),
        ("Thank you so much!", Intent.THANKS, "en"),
        ("Thanks for the quick answer", Intent.THANKS, "en"),
        ("Merci beaucoup !", Intent.THANKS, "fr"),
        ("Merci bien pour votre réponse", Intent.THANKS, "fr"),
        ("非常感谢！", Intent.THANKS, "zh"),
        ("Dank je wel!", Intent.THANKS, "nl"),
        ("Tack så mycket!", Intent.THANKS, "sv"),
        ("Bye bye", Intent.GOODBYE, "en"),
        ("Au revoir !", Intent.GOODBYE, "fr"),
        ("再见！", Intent.GOODBYE, "zh"),
        ("Tot ziens!", Intent.GOODBYE, "nl"),
        ("Hejdå!", Intent.GOODBYE, "sv"),
        ("What can you help me with?", Intent.HELP, "en"),
        ("Que peux-tu faire ?", Intent.HELP, "fr"),
        ("你能帮我做什么？", Intent.HELP, "zh"),
        ("Waarmee kun je me helpen?", Intent.HELP, "nl"),
        ("Vad kan du hjälpa till med?", Intent.HELP, "sv"),
        ("I want to change the language", Intent.LANGUAGE, "en"),
        ("Je veux changer de langue", Intent.LANGUAGE, "fr"),
        ("我想换一种语言", Intent.LANGUAGE, "zh"),
        ("Ik wil een andere taal", Intent.LANGUAGE, "nl"),
        ("Jag vill byta språk", Intent.LANGUAGE, "sv"),
    ],
)
def test_talk_is_understood_in_five_languages_and_answered_without_a_topic(
    decider: Decider, text: str, intent: Intent, locale: str
) -> None:
    decision = ask(decider, text, default=locale)
    assert (decision.kind, decision.intent, decision.locale) == (Kind.TALK, intent, locale)
    assert (decision.topic, decision.suggestions) == (None, ())


def meanings(intents: Intents, phrases: tuple[str, ...]) -> set[tuple[str, str]]:
    """Return what these phrases mean in one language: a word may greet here and thank there."""
    return {
        (p, name) for name in Intents.model_fields for p in phrases if p in getattr(intents, name)
    }


@pytest.mark.parametrize("intent", Intents.model_fields)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_phrase_of_the_editors_is_understood_as_what_it_says(
    decider: Decider, knowledge: Knowledge, locale: str, intent: str
) -> None:
    phrases = getattr(knowledge.intents[locale], intent)
    understood = {phrase: ask(decider, phrase).intent for phrase in phrases}
    elsewhere = {other for each in knowledge.intents.values() for other in meanings(each, phrases)}
    assert [p for p, found in understood.items() if (p, found) not in elsewhere] == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Could we switch to Dutch please?", "nl"),
        ("not in English, Swedish please", "sv"),
        ("Pouvez-vous répondre en suédois ?", "sv"),
        ("Parlez-vous anglais ?", "en"),
        ("能不能说法语？", "fr"),
        ("请用瑞典语回答", "sv"),
        ("Kan het in het Frans?", "fr"),
        ("Spreek je Chinees?", "zh"),
        ("Kan vi ta det på nederländska?", "nl"),
        ("Svara på engelska tack", "en"),
    ],
)
def test_the_language_that_somebody_asks_for_is_the_one_of_the_reply(
    decider: Decider, text: str, named: str
) -> None:
    decision = ask(decider, text)
    assert (decision.kind, decision.intent) == (Kind.TALK, Intent.LANGUAGE)
    assert decision.named == decision.locale == named


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("I would like to talk to a human being", "en"),
        ("Je voudrais parler à un être humain", "fr"),
        ("我想和真人客服说话", "zh"),
        ("Ik wil graag een medewerker spreken", "nl"),
        ("Jag vill prata med en riktig människa", "sv"),
    ],
)
def test_who_asks_for_a_person_is_handed_over_at_once(
    decider: Decider, text: str, locale: str
) -> None:
    decision = ask(decider, text)
    assert (decision.kind, decision.intent) == (Kind.HANDOVER, Intent.PERSON)
    assert (decision.topic, decision.locale) == ("contact-support", locale)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("discrepancy", "I need to file a discrepancy report"),
        ("discrepancy", "I want to report that our KPI numbers are wrong"),
        ("discrepancy", "Je veux envoyer un rapport d'écart"),
        ("discrepancy", "Je souhaite signaler un écart de KPI"),
        ("discrepancy", "我要提交差异报告"),
        ("discrepancy", "我想报告KPI数据差异"),
        ("discrepancy", "Ik wil een afwijkingsrapport indienen"),
        ("discrepancy", "Ik wil een afwijking in onze KPI's melden"),
        ("discrepancy", "Jag vill lämna in en avvikelserapport"),
        ("discrepancy", "Jag vill anmäla fel i våra KPI:er"),
        ("directory", "I want to submit a directory request"),
        ("directory", "Please add us to the Learning Partner directory"),
        ("directory", "Je voudrais faire une demande d'ajout à l'annuaire"),
        ("directory", "Merci de nous inscrire dans l'annuaire"),
        ("directory", "我想提交目录申请"),
        ("directory", "请把我们公司加到合作伙伴目录"),
        ("directory", "Ik wil een aanvraag voor de partnergids indienen"),
        ("directory", "Zet ons alsjeblieft in de partnergids"),
        ("directory", "Jag vill skicka en begäran till partnerkatalogen"),
        ("directory", "Lägg till oss i partnerkatalogen tack"),
    ],
)
def test_the_wish_to_file_a_report_or_a_request_ends_at_its_form(
    decider: Decider, knowledge: Knowledge, form: str, text: str
) -> None:
    decision = ask(decider, text)
    assert (decision.kind, decision.topic) == (Kind.ANSWER, knowledge.forms[form].topic)
    assert decision.topic is not None
    assert knowledge.topics[decision.topic].form == form


def test_a_question_keeps_its_answer_with_a_greeting_before_and_thanks_behind(
    decider: Decider,
) -> None:
    asked = ask(decider, "when do the KPIs of our invoice show up")
    polite = ask(decider, "Hello! When do the KPIs of our invoice show up? Many thanks")
    assert asked.kind is polite.kind is Kind.ANSWER
    assert asked.topic == polite.topic == "kpi-report-schedule"


def test_an_answer_keeps_its_runners_up(decider: Decider) -> None:
    answered = ask(decider, "when do the KPIs of our invoice show up")
    assert len(answered.suggestions) == OFFERED
    assert answered.topic not in answered.suggestions


def test_suggestions_are_three_different_topics_and_no_answer(
    decider: Decider, knowledge: Knowledge
) -> None:
    decisions = [ask(decider, question.text) for question in knowledge.calibration["en"]]
    unclear = [each for each in decisions if each.kind is Kind.SUGGEST]
    assert unclear
    assert {len(set(each.suggestions)) for each in unclear} == {OFFERED}
    assert {each.topic for each in unclear} == {None}


def test_a_question_of_nothing_that_is_known_goes_to_a_person(decider: Decider) -> None:
    assert ask(decider, "ꙮꙮꙮ ꙮꙮ").kind in {Kind.HANDOVER, Kind.TALK}
    assert ask(decider, "How much does an Azure virtual machine cost?").kind is Kind.HANDOVER


def test_a_message_in_a_language_that_is_not_spoken_is_answered_as_such_in_english(
    decider: Decider,
) -> None:
    decision = ask(decider, "Ich möchte mit jemandem sprechen, bitte", slack="fr")
    assert (decision.kind, decision.intent, decision.locale) == (Kind.TALK, Intent.FOREIGN, "en")


def test_the_month_of_a_question_is_kept_with_its_answer(decider: Decider) -> None:
    decision = ask(decider, "when does the invoice from april 2025 show in the kpi report")
    assert decision.topic == "kpi-report-schedule"
    assert decision.mention == (4, 2025, None)
