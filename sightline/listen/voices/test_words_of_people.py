from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.voices import actions, retention, tasks
from sightline.listen.voices.factories import make_receipt, make_voice
from sightline.listen.voices.models import Voice, VoicePolicy
from sightline.listen.voices.receipts import actions as receipts
from sightline.people.models import User
from sightline.trail.models import Entry

SECRET = "The green frog on bay twelve"
PERSON: dict[str, Any] = {
    "privacy": "confidential",
    "email": "me.private@example.org",
    "name": "Jo Hidden",
}


def fresh(voice: Voice) -> Voice:
    return Voice.objects.get(pk=voice.pk)


def answered(voice: Voice, by: User, at: Any = NOW) -> Voice:
    actions.take_up(voice=voice, concern_reference="Q-2026-0001", answer="Yes", by=by, at=at)
    return actions.answer(voice=voice, text="It is done.", by=by, at=at)[0]


# News, words and erasing


def test_an_email_says_that_there_is_news_and_nothing_more(country: Country, cast: Cast) -> None:
    voice = make_voice(country.trust, **PERSON, what_happened=SECRET, wants_news=True)
    tasks.tell_of_news.call(voice.pk)
    (sent,) = mail.outbox
    assert sent.to == ["me.private@example.org"]
    for hidden in (SECRET, voice.number, "Aldermoor", "concern", "Jo Hidden"):
        assert hidden not in f"{sent.subject} {sent.body}"


def test_nobody_is_written_to_who_did_not_ask(
    country: Country, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    quiet = make_voice(country.trust, **PERSON)
    asked = make_voice(country.trust, **PERSON, wants_news=True)
    for voice, calls in ((quiet, 0), (asked, 1)):
        with django_capture_on_commit_callbacks() as waiting:
            actions.acknowledge(voice=voice, by=cast.north_manager, at=NOW)
        assert len(waiting) == calls
    tasks.tell_of_news.call(quiet.pk)
    assert mail.outbox == []


def test_no_word_of_anybody_is_in_the_trail_or_the_log(
    country: Country, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    voice = make_voice(country.trust, **PERSON, what_happened=SECRET)
    by = cast.north_manager
    actions.write(voice=voice, kind="question", text=f"{SECRET} 2", by=by, at=NOW)
    actions.add(voice=voice, text=f"{SECRET} 3", by=None, at=NOW)
    actions.note(voice=voice, text=f"{SECRET} 4", by=by, at=NOW)
    answered(voice, by)
    actions.confirm(voice=voice, changed="partly", text=SECRET, by=None, at=NOW)
    lines = json.dumps(list(Entry.objects.values()), default=str)
    for hidden in (SECRET, "private", "Hidden"):
        assert hidden not in lines + caplog.text


def test_erasing_leaves_a_skeleton(country: Country, cast: Cast) -> None:
    receipt = make_receipt(country.trust, **PERSON, what_happened=SECRET, place_text=SECRET)
    voice = receipt.voice
    actions.note(voice=voice, text=SECRET, by=cast.north_manager, at=NOW)
    actions.erase(voice=voice, because="asked", by=cast.administrator, at=NOW)
    with connection.cursor() as cursor:
        for table in ("listen_voice", "listen_voicemessage", "trail_entry"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - a constant
            kept = repr(cursor.fetchall())
            assert SECRET not in kept
            assert "private" not in kept
    left = fresh(voice)
    assert (left.number, left.raised_on, left.erased_on) == (voice.number, TODAY, TODAY)
    with pytest.raises(receipts.NotOpened):
        receipts.open_case(number=receipt.number, words=" ".join(receipt.words), by=None, at=NOW)
    for again in (
        lambda: actions.erase(voice=voice, because="x", by=None, at=NOW),
        lambda: actions.add(voice=voice, text="x", by=None, at=NOW),
    ):
        with pytest.raises(Refusal, match="has been erased"):
            again()


def test_messages_can_be_erased_but_not_changed(cast: Cast, voice: Voice) -> None:
    actions.note(voice=voice, text="A note", by=cast.north_manager, at=NOW)
    said_ = voice.messages.get()
    for change in (
        lambda: voice.messages.update(text="Another"),
        lambda: voice.messages.update(lane="shared"),
        said_.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    voice.messages.update(text="")


def test_words_are_erased_when_their_time_is_over(
    country: Country, cast: Cast, voice: Voice
) -> None:
    by = cast.north_manager
    story, _ = make_voice(country.trust, kind="care"), make_voice(country.trust)
    answered(voice, by)
    actions.triage(voice=story, outcome="story", answer="Thanks", reason="", by=by, at=NOW)
    policy = VoicePolicy.on(TODAY)
    over = NOW + timedelta(days=policy.keep_story_days)
    assert list(retention.due(over.date() - timedelta(days=1))) == []
    assert list(retention.due(over.date())) == [story]
    last = retention.due(TODAY + timedelta(days=policy.keep_concern_days))
    assert set(last) == {story, voice}  # the third is not over


def test_new_times_hold_from_a_day(country: Country, cast: Cast) -> None:
    now = VoicePolicy.on(TODAY)
    names = [f.name for f in now._meta.fields if f.name not in ("id", "from_date", "is_checked")]
    days = {name: getattr(now, name) for name in names}
    tomorrow = TODAY + timedelta(days=1)
    by = cast.administrator
    for wrong, sentence in (
        ({"from_date": TODAY - timedelta(days=1)}, "today or later"),
        ({"triage_days": 99}, "before it is triaged"),
    ):
        with pytest.raises(Refusal, match=sentence):
            actions.set_policy(
                **({"from_date": tomorrow, "is_checked": True, **days} | wrong), by=by, at=NOW
            )
    made = actions.set_policy(
        from_date=tomorrow, is_checked=True, **(days | {"acknowledge_days": 1}), by=by, at=NOW
    )
    assert VoicePolicy.on(TODAY) == now
    assert VoicePolicy.on(tomorrow) == made
    with pytest.raises(NotPermitted):
        actions.set_policy(
            from_date=tomorrow, is_checked=True, **days, by=cast.north_manager, at=NOW
        )
