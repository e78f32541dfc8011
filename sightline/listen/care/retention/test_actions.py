from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.answering.models import Draft
from sightline.listen.care.models import RetentionRun
from sightline.listen.care.retention import actions, queries
from sightline.listen.care.retention.keepers import KEEPERS, Keeper
from sightline.listen.care.retention.policy import policy_on
from sightline.listen.codesign import actions as codesign
from sightline.listen.codesign.factories import conversation, vote
from sightline.listen.codesign.models import Participant, Vote
from sightline.listen.comments import actions as comments
from sightline.listen.comments.conftest import take_in, wrote
from sightline.listen.comments.models import Comment
from sightline.listen.comments.wiping import GONE
from sightline.listen.imports import factories as imports
from sightline.listen.imports import storage
from sightline.listen.imports.models import SurveyImport
from sightline.listen.invitations.factories import make_cell, make_invitation
from sightline.listen.invitations.messages.models import Contact
from sightline.listen.invitations.models import Cell, Invitation
from sightline.listen.news.models import NewsAddress
from sightline.listen.rounds import actions as rounds
from sightline.listen.rounds.factories import open_round
from sightline.listen.surveys.models import Round
from sightline.listen.voices.factories import make_voice
from sightline.listen.voices.models import Voice
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def after(**time: int) -> datetime:
    return NOW + timedelta(**time)


def carry_out(at: datetime) -> dict[str, int]:
    """What went, by class; each time nothing is left that is due."""
    run = actions.carry_out(by=None, at=at)
    assert [one.of.code for one in queries.standings(at) if one.due] == []
    assert run is None or run.failed == {}
    return run.counts if run else {}


def test_an_empty_service_writes_down_once_a_day_that_it_looked() -> None:
    assert actions.carry_out(by=None, at=NOW) is not None
    assert actions.carry_out(by=None, at=after(hours=1)) is None
    assert actions.carry_out(by=None, at=after(days=1)) is not None
    assert [run.counts for run in RetentionRun.objects.all()] == [{}, {}]


def test_addresses_then_invitations_of_a_closed_round_go_and_counts_stay(
    country: Country, cast: Cast
) -> None:
    round_ = open_round(cast.national)
    cell = make_cell(round_, country.trust)
    for number in range(6):
        make_invitation(cell, address=f"l{number}@example.org", contact_key=bytes([number]) * 16)
    Contact.objects.create(key=b"1" * 16, on_date=TODAY)
    Draft.objects.create(id="a" * 32, collection=round_, sealed=b"sealed")
    assert carry_out(NOW) == {}
    rounds.close(collection=round_, by=cast.national, at=NOW)
    assert carry_out(after(hours=1)) == {"invitation-addresses": 6, "drafts": 1}
    assert set(Invitation.objects.values_list("address", flat=True)) == {""}
    assert carry_out(after(days=364)) == {"contact-days": 1}
    assert carry_out(after(days=366)) == {"invitations": 6}
    assert (Invitation.objects.count(), Cell.objects.get().expected) == (0, 6)


def test_addresses_for_news_go(country: Country) -> None:
    for number, (is_confirmed, days) in enumerate(((False, 8), (False, 7), (True, 8), (True, 731))):
        NewsAddress.objects.create(
            address=f"n{number}@post.example",
            organisation=country.trust,
            is_confirmed=is_confirmed,
            asked_date=TODAY - timedelta(days=days),
        )
    assert carry_out(NOW) == {"news-unconfirmed": 1, "news-addresses": 1}
    left = set(NewsAddress.objects.values_list("address", flat=True))
    assert left == {"n1@post.example", "n2@post.example"}


def test_words_of_answered_cases_are_erased_and_their_skeleton_stays(country: Country) -> None:
    voice = make_voice(country.trust, kind="care")
    Voice.objects.filter(pk=voice.pk).update(
        state="answered",
        outcome="story",
        acknowledged_on=TODAY,
        triaged_on=TODAY,
        answered_on=TODAY,
    )
    days = next(one for one in queries.standings(NOW) if one.of.code == "voices-stories").days
    assert days
    assert carry_out(after(days=days - 1)) == {}
    assert carry_out(after(days=days)) == {"voices-stories": 1}
    voice.refresh_from_db()
    assert (voice.what_happened, voice.organisation) == ("", country.trust)


def test_texts_of_comments_go_and_decisions_stay(survey_round: Round, cast: Cast) -> None:
    out, kept, _ = take_in(
        survey_round, wrote("The rota is late."), wrote("Nobody answers."), wrote("Waiting still.")
    )
    comments.release(
        comment=out, text="The rota is late.", theme="", is_public=True, by=cast.national, at=NOW
    )
    comments.withhold(comment=kept, because="EMPTY", reason="", by=cast.national, at=NOW)
    assert carry_out(after(days=366)) == {"comments-withheld": 1}
    assert carry_out(after(days=2191)) == {"comments-released": 1}
    out.refresh_from_db()
    assert (out.state, out.masked_text, out.is_public) == ("withheld", GONE, False)
    assert [one.because for one in out.decisions.all()] == ["", "KEPT"]
    assert set(Comment.objects.values_list("masked_text", flat=True)) > {GONE}


def test_single_votes_go_and_the_result_stays(country: Country, cast: Cast) -> None:
    of = conversation(country.north, cast.north_manager, NOW)
    vote(of, [["agree", "disagree", "pass", "agree"]] * 12, NOW)
    assert carry_out(after(days=1)) == {}
    codesign.close(conversation=of, by=cast.north_manager, at=NOW)
    of.refresh_from_db()
    result = of.result
    assert carry_out(after(days=89)) == {}
    assert carry_out(after(days=91)) == {"codesign-votes": 12}
    assert not Vote.objects.exists()
    assert not Participant.objects.exists()
    of.refresh_from_db()
    assert of.result == result != {}


def test_files_of_answers_go(desk: imports.Desk, checked: SurveyImport) -> None:
    assert storage.upload(checked.stored_name).exists()
    assert carry_out(checked.uploaded_at + timedelta(days=89)) == {}
    # Its folder is counted once more where the test's own transaction still holds it.
    assert set(carry_out(checked.uploaded_at + timedelta(days=91))) == {"import-files"}
    checked.refresh_from_db()
    assert checked.state == SurveyImport.State.SET_ASIDE


def test_rows_in_error_go_after_their_time(checked: SurveyImport) -> None:
    errors = storage.place(checked.stored_name).errors
    assert errors.exists()
    SurveyImport.objects.filter(pk=checked.pk).update(state="done", finished_at=NOW)
    assert carry_out(after(days=179)) == {}
    assert carry_out(after(days=181)) == {"import-errors": 1}
    assert not errors.exists()


def test_sessions_that_ended_go(client: Any, cast: Cast) -> None:
    client.force_login(cast.national)
    assert carry_out(NOW - timedelta(days=400)) == {}
    run = actions.carry_out(by=None, at=NOW + timedelta(days=4000))
    assert run
    assert run.counts == {"sessions": 1}


def _fails(at: datetime, days: int) -> int:
    raise ValueError("a learner's own words")


def _batches(*sizes: int) -> Callable[[datetime, int], int]:
    left = list(sizes)
    return lambda at, days: left.pop(0) if left else 0


def test_each_class_stands_alone_and_a_lasting_fault_is_written_down_once_a_day(
    caplog: pytest.LogCaptureFixture,
) -> None:
    keepers = {
        "contact-days": Keeper(lambda: 0, step=_fails),
        "drafts": Keeper(lambda: 0, step=_batches(1000, 3)),
    }
    run = actions.carry_out(by=None, at=NOW, keepers=keepers)
    assert run is not None
    assert (run.counts, run.failed) == ({"drafts": 1003}, {"contact-days": "ValueError"})
    assert "own words" not in caplog.text
    actions.carry_out(by=None, at=after(minutes=1), keepers=keepers)
    assert RetentionRun.objects.count() == 1
    lines = Entry.objects.filter(action="listen.care.retention.carry_out")
    assert [line.summary for line in lines.order_by("pk")] == [
        "Kept long enough and deleted: Drafts of answers, 1,000",
        "Kept long enough and deleted: Drafts of answers, 3",
    ]


def test_every_keeper_belongs_to_a_class_of_the_policy() -> None:
    assert set(KEEPERS) == {one.code for one in policy_on(TODAY).classes} - {"trail"}


def test_standings_cost_the_same_however_much_is_held(country: Country) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.standings(NOW)
        return len(captured)

    before = count()
    for number in range(3):
        make_voice(country.trust)
        NewsAddress.objects.create(
            address=f"{number}@post.example", organisation=country.trust, asked_date=TODAY
        )
    assert count() == before <= 50
