"""Whatever people send gets a sensible reply in their language, and breaks nothing."""

from bot.sandbox import Message, Person, signed_headers
from tests.journeys.desk import CHANNEL, MENTION, Desk
from tests.journeys.filling import DIRECTORY, request
from tests.journeys.phrases import FOREIGN, NO_ANSWER, WORDLESS
from tests.journeys.reading import actions, screen

WITHOUT_WORDS = {
    "empty": "",
    "blanks": " \t \n  ",
    "no-break and zero-width spaces": "\u00a0\u200b\u2060\ufeff",
    "emoji": "👍🏽 🎉 👨‍👩‍👧",
    "emoji by name": ":thumbsup: :tada:",
    "a link only": "https://learn.microsoft.com/en-us/partner-center/?tab=1&x=2",
    "control characters": "\x00\x01\x07\x1b\x7f\x85",
    "bidirectional controls": "\u202e\u2066\u2069\u202c",
    "lone surrogates": "\ud83d \udc4d",
    "punctuation": "??? !!! … — ¿",
    "a mention only": MENTION,
    "one word of 40,000 characters": "x" * 40_000,
    "10,000 combining marks": "z" + "\u0301" * 10_000,
    "an address only": "<mailto:someone@example.com|someone@example.com>",
}
TRACE = """Traceback (most recent call last):
  File "/app/main.py", line 3, in <module>
    main()
  File "/app/main.py", line 2, in main
    raise ValueError("<!channel> & <nobody>")
ValueError: <!channel> & <nobody>"""
WITHOUT_ANSWER = {
    "a stack trace": TRACE,
    "40,000 characters": "lorem ipsum dolor " * 2_222,
    "words between control characters": "zzyx\x00qwv\x1b\x08 jjkq",
    "lone surrogates among words": "zzyx \ud800 qwv \udfff jjkq",
    "SQL": "'; DROP TABLE questions; --",
}


def wordless_in(desk: Desk, locale: str) -> str:
    example = desk.answer("kpi-report-schedule", locale).question
    return desk.words(locale, WORDLESS).format(example=example)


async def reply_to(desk: Desk, person: Person, text: str) -> Message:
    """Send a text as Slack sends it, also one that Slack's own screen would refuse."""
    event = {
        "type": "message",
        "user": person.user.id,
        "text": text,
        "ts": desk.workspace.stamps.ts(),
        "channel": person.direct.id,
        "channel_type": "im",
    }
    assert (await desk.sender.send_event(event)).ok
    await desk.calm()
    return desk.replies(person)[-1]


async def test_a_message_without_words_is_asked_for_some(desk: Desk) -> None:
    camille = desk.person("camille")
    for text in WITHOUT_WORDS.values():
        reply = await reply_to(desk, camille, text)
        assert wordless_in(desk, "fr") in screen(reply)
        assert len(actions(reply, "related")) == 4
        assert actions(reply, "person")
    assert len(desk.replies(camille)) == len(WITHOUT_WORDS)


async def test_a_message_that_means_nothing_to_us_goes_to_a_person(desk: Desk) -> None:
    for text in WITHOUT_ANSWER.values():
        assert NO_ANSWER in screen(await reply_to(desk, desk.person("emma"), text))
    assert len(desk.cards()) == len(WITHOUT_ANSWER)


async def test_a_stack_trace_is_quoted_as_it_is(desk: Desk) -> None:
    await desk.ask(desk.person("emma"), TRACE)
    quoted = "\n".join(f"> {line}" for line in TRACE.splitlines())
    assert quoted in screen(desk.cards()[0])


async def test_right_to_left_text_is_told_which_languages_are_spoken(desk: Desk) -> None:
    for text in ("مرحبا كيف حالك", "\u202eما هو مؤشر الأداء؟", "כמה זה עולה"):
        assert FOREIGN in screen(await reply_to(desk, desk.person("wei"), text))


async def test_a_question_wrapped_in_direction_marks_is_answered(desk: Desk) -> None:
    answer = desk.answer("business-plan", "fr")
    reply = await reply_to(desk, desk.person("emma"), f"\u202b{answer.question}\u202c")
    assert screen(reply).startswith(answer.question)


async def test_a_question_among_lone_surrogates_is_answered(desk: Desk) -> None:
    answer = desk.answer("business-plan", "nl")
    reply = await reply_to(desk, desk.person("emma"), f"\ud83d {answer.question} \udc4d")
    assert screen(reply).startswith(answer.question)


async def test_a_file_without_text_is_asked_for_words(desk: Desk) -> None:
    camille = desk.person("camille")
    for files in (("scan.pdf",), ("a.png", "b.png", "c.xlsx")):
        await camille.upload_message("", files)
        await desk.calm()
        assert wordless_in(desk, "fr") in screen(desk.replies(camille)[-1])
    assert len(desk.replies(camille)) == 2


async def test_a_message_without_any_text_field_is_asked_for_words(desk: Desk) -> None:
    wei = desk.person("wei")
    event = {"type": "message", "user": wei.user.id, "ts": desk.workspace.stamps.ts()}
    where = {"channel": wei.direct.id, "channel_type": "im"}
    assert (await desk.sender.send_event({**event, **where})).ok
    await desk.calm()
    assert wordless_in(desk, "zh") in screen(desk.replies(wei)[0])


async def test_a_mention_without_text_is_asked_for_words_in_its_thread(desk: Desk) -> None:
    camille = desk.person("camille")
    for text in (MENTION, f"  {MENTION}  ", f"{MENTION} 👍", f"{MENTION}{MENTION}"):
        asked = await camille.say(CHANNEL, text)
        await desk.calm()
        reply = desk.replies(camille, CHANNEL)[-1]
        assert wordless_in(desk, "fr") in screen(reply)
        assert reply.thread_ts == asked


async def test_a_command_without_words_is_asked_for_some(desk: Desk) -> None:
    camille = desk.person("camille")
    for kind in ("emoji", "a link only", "control characters", "punctuation"):
        await desk.command(camille, WITHOUT_WORDS[kind])
        assert wordless_in(desk, "fr") in screen(desk.replies(camille)[-1])
    assert len(desk.replies(camille)) == 4


async def test_a_command_whose_text_is_no_unicode_gets_a_reply(desk: Desk) -> None:
    camille = desk.person("camille")
    url = desk.workspace.response_urls.give(camille.user.id, camille.direct.id).token
    fields = {
        "command": "/partner",
        "text": "SURROGATES",
        "team_id": desk.workspace.team_id,
        "user_id": camille.user.id,
        "channel_id": camille.direct.id,
        "response_url": f"{desk.workspace.api_url}/response/{url}",
        "trigger_id": desk.workspace.triggers.give(camille.user.id).id,
    }
    _, body = desk.sender.request_for_form(fields)
    broken = body.replace(b"SURROGATES", b"%ED%A0%80%FF")
    signed = signed_headers(
        desk.workspace.app.signing_secret,
        str(int(desk.clock())),
        broken,
        "application/x-www-form-urlencoded",
    )
    assert (await desk.sender.post(signed, broken)).ok
    await desk.calm()
    assert wordless_in(desk, "fr") in screen(desk.replies(camille)[0])


async def test_a_long_command_is_answered(desk: Desk) -> None:
    emma = desk.person("emma")
    await desk.command(emma, "lorem ipsum dolor " * 2_222)
    assert NO_ANSWER in screen(desk.replies(emma)[0])


async def test_a_shortcut_on_a_file_without_text_gets_a_reply(desk: Desk) -> None:
    emma, camille = desk.person("emma"), desk.person("camille")
    ts = await emma.upload_message("", ("scan.pdf",), CHANNEL)
    message = desk.workspace.messages.find(CHANNEL, ts)
    assert message
    await camille.shortcut("ask_partner_desk", message)
    await desk.calm()
    assert wordless_in(desk, "fr") in screen(desk.replies(camille, CHANNEL)[0])


TYPED = {
    "\x1b[2J\x07": "[2J",
    "\u202eevil": "evil",
    "👨‍👩‍👧" * 40: "👨‍👩‍👧" * 40,
    " " * 9 + ".": ".",
    "x" * 200: "x" * 200,
    "{{7*7}}": "{{7*7}}",
    "a\x00b": "a\ufffdb",
    "a\ud800b": "a\ufffdb",
}
"""What somebody types, and what is written of it: no control characters, nothing else lost."""


async def test_whatever_is_typed_into_a_form_reaches_the_team(desk: Desk) -> None:
    emma = desk.person("emma")
    for value, written in TYPED.items():
        await request(desk, emma, "directory", {**DIRECTORY, "name": value, "same": "send"})
        assert written in screen(desk.cards()[-1])
    assert len(desk.replies(emma)) == len(TYPED)


async def test_an_edit_into_nothing_asks_for_words(desk: Desk) -> None:
    camille = desk.person("camille")
    ts = await camille.say(None, desk.answer("business-plan", "fr").question)
    await desk.calm()
    await camille.edit(None, ts, "👍")
    await desk.calm()
    (reply,) = desk.replies(camille)
    assert wordless_in(desk, "fr") in screen(reply)
