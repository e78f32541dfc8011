"""What people wrote stands in its own record only: not in the trail, not in a message, not in a
result of the clock. Markers are planted through the actions of every way to listen."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from sightline.conftest import NOW, Cast, Country
from sightline.listen.care.factories import make_request
from sightline.listen.care.models import RetentionRun
from sightline.listen.care.requests import actions as requests
from sightline.listen.care.requests.sought import Sought
from sightline.listen.care.retention import actions as retention
from sightline.listen.codesign import actions as codesign
from sightline.listen.codesign import voting
from sightline.listen.codesign.factories import conversation
from sightline.listen.comments import actions as comments
from sightline.listen.comments.conftest import take_in, wrote
from sightline.listen.forums import actions as forums
from sightline.listen.forums import factories as forum_factories
from sightline.listen.invitations import factories as invitations
from sightline.listen.invitations.messages import actions as messages
from sightline.listen.news import actions as news
from sightline.listen.rounds import actions as rounds
from sightline.listen.rounds.factories import open_round
from sightline.listen.surveys.models import Round
from sightline.listen.voices import actions as voices
from sightline.listen.voices.factories import make_receipt
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db

#: Planted wherever somebody writes freely.
MARKER = "Zanzibarine"
ADDRESS = "planted.person@example.org"
PHONE = "07700 900987"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_PHONE = re.compile(r"(?:\+44|0)7[\d ]{9,}")


def _raise(cast: Cast, country: Country) -> None:
    by = cast.north_manager
    for privacy in ("named", "anonymous"):
        contact: dict[str, Any] = {"name": MARKER, "email": ADDRESS, "phone": PHONE}
        if privacy == "anonymous":
            contact = {}
        receipt = make_receipt(
            country.trust,
            privacy=privacy,
            what_happened=f"{MARKER} happened.",
            who_is_affected=MARKER,
            what_they_wish=MARKER,
            place_text=MARKER,
            wants_news=bool(contact),
            **contact,
        )
        voice = receipt.voice
        voices.acknowledge(voice=voice, by=by, at=NOW)
        voices.note(voice=voice, text=f"{MARKER} {PHONE}", by=by, at=NOW)
        voices.add(voice=voice, text=f"More {MARKER}", by=None, at=NOW)


def _comment(cast: Cast, survey_round: Round) -> None:
    release, hold = take_in(
        survey_round, wrote(f"{MARKER} was kind."), wrote(f"{MARKER} was late. {ADDRESS}")
    )
    by = cast.national
    comments.release(
        comment=release,
        text=f"{MARKER} was kind",
        theme="",
        is_public=False,
        nobody_is_recognised=True,
        by=by,
        at=NOW,
    )
    reason = f"{MARKER} {ADDRESS}"
    comments.withhold(comment=hold, because="OTHER", reason=reason, by=by, at=NOW)


def _ask(cast: Cast, country: Country) -> None:
    by = cast.north_manager
    round_ = open_round(by, place=country.north)
    rows = [invitations.row(number, address=f"{number}{ADDRESS}") for number in range(6)]
    invitations.invite(round_, rows, by, NOW)
    messages.plan(collection=round_, kind="invitation", planned_at=NOW, by=by, at=NOW)
    messages.begin_due(by=None, at=NOW)
    rounds.close(collection=round_, by=by, at=NOW)
    news.ask(organisation=country.trust, programme=None, address=ADDRESS, by=None, at=NOW)


def _meet(cast: Cast, country: Country) -> None:
    by = cast.north_manager
    of = conversation(country.north, by, NOW)
    somebody = voting.participant_of(of, voting.join(of))
    assert somebody is not None
    voting.add_statement(somebody, f"{MARKER} should change.", NOW.date())
    codesign.close(conversation=of, by=by, at=NOW)
    forum = forum_factories.forum(country.north, by, NOW)
    forums.end(forum=forum, ended_date=NOW.date(), reason=f"{MARKER} left", by=by, at=NOW)


def _forget(cast: Cast) -> None:
    by = cast.administrator
    sought = Sought.read(MARKER, f"{ADDRESS}\n{PHONE}")
    request = make_request(by, kind="erasure", sought=sought)
    requests.take_file(request=request, by=by, at=NOW)
    requests.erase(request=request, codes=["news", "invitations", "cases"], by=by, at=NOW)
    requests.finish(request=request, outcome="erased", because="", by=by, at=NOW)
    retention.carry_out(by=None, at=NOW + timedelta(days=3000))


def test_the_trail_names_fields_and_no_message_says_what_it_is_about(
    cast: Cast,
    country: Country,
    survey_round: Round,
    django_capture_on_commit_callbacks: Any,
    settings: Any,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for plant in (
        lambda: _raise(cast, country),
        lambda: _comment(cast, survey_round),
        lambda: _ask(cast, country),
        lambda: _meet(cast, country),
        lambda: _forget(cast),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            plant()
    lines = list(Entry.objects.all())
    nouns = {".".join(line.action.split(".")[:2]) for line in lines}
    assert nouns >= {
        f"listen.{noun}"
        for noun in ("care", "codesign", "comments", "forums", "invitations", "rounds", "voices")
    }
    for line in lines:
        written = json.dumps([line.summary, line.reference, line.subject_key, *line.fields])
        for found in (MARKER in written, _EMAIL.search(written), _PHONE.search(written)):
            assert not found, f"{line.action}: {written}"
    assert mail.outbox, "Messages went out, or the test shows nothing"
    for message in mail.outbox:
        assert MARKER not in f"{message.subject} {message.body}", message.subject
    runs = json.dumps([[run.counts, run.failed] for run in RetentionRun.objects.all()])
    assert MARKER not in runs
    assert not _EMAIL.search(runs)
