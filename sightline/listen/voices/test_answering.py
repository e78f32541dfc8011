from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from sightline.base.refusal import Refusal
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.voices import actions, queries
from sightline.listen.voices.factories import make_voice
from sightline.listen.voices.models import Voice, VoicePolicy
from sightline.people.models import User


def fresh(voice: Voice) -> Voice:
    return Voice.objects.get(pk=voice.pk)


def answered(voice: Voice, by: User, at: Any = NOW) -> Voice:
    actions.take_up(voice=voice, concern_reference="Q-2026-0001", answer="Yes", by=by, at=at)
    return actions.answer(voice=voice, text="It is done.", by=by, at=at)[0]


# From new to answered, and back


def test_each_outcome_gives_the_person_an_answer(country: Country, cast: Cast) -> None:
    by = cast.north_manager
    for outcome, kind in (("signpost", "concern"), ("nothing", "concern"), ("story", "care")):
        voice = make_voice(country.trust, kind=kind)
        with pytest.raises(Refusal, match="Write the answer"):
            actions.triage(voice=voice, outcome=outcome, answer=" ", reason="Why", by=by, at=NOW)
        done = actions.triage(
            voice=voice, outcome=outcome, answer="Thank you", reason="Why", by=by, at=NOW
        )
        assert (done.state, done.outcome, done.answered_on) == ("answered", outcome, TODAY)
        assert [m.text for m in done.messages.filter(lane="shared")] == ["Thank you"]
        assert [m.text for m in done.messages.filter(lane="internal")] == ["Why"]
        with pytest.raises(Refusal, match="triaged already"):
            actions.triage(voice=voice, outcome=outcome, answer="Again", reason="", by=by, at=NOW)


def test_no_further_action_needs_a_reason_and_a_concern_is_no_story(
    cast: Cast, voice: Voice
) -> None:
    by = cast.north_manager
    with pytest.raises(Refusal, match="reason why nothing"):
        actions.triage(voice=voice, outcome="nothing", answer="No", reason="", by=by, at=NOW)
    with pytest.raises(Refusal, match="cannot be told as a story"):
        actions.triage(voice=voice, outcome="story", answer="No", reason="", by=by, at=NOW)
    with pytest.raises(Refusal, match="what becomes of this case"):
        actions.triage(voice=voice, outcome="concern", answer="No", reason="", by=by, at=NOW)
    assert fresh(voice).state == "new"


def test_a_no_brings_the_case_back_with_a_new_clock(cast: Cast, voice: Voice) -> None:
    with pytest.raises(Refusal, match="once the case has been answered"):
        actions.confirm(voice=voice, changed="yes", text="", by=None, at=NOW)
    answered(voice, cast.north_manager)
    later = NOW + timedelta(days=60)
    actions.confirm(voice=voice, changed="no", text="Still so", by=None, at=later)
    back = fresh(voice)
    assert (back.state, back.answered_on, back.changed) == ("taken", None, "no")
    assert back.answer_by > later.date()
    assert Voice.objects.waiting().get() == voice


def test_a_yes_ends_it(cast: Cast, voice: Voice) -> None:
    answered(voice, cast.north_manager)
    actions.confirm(voice=voice, changed="yes", text="", by=None, at=NOW)
    assert not Voice.objects.waiting().exists()


def test_one_answer_for_cases_that_tell_of_the_same(
    country: Country, cast: Cast, voice: Voice
) -> None:
    by = cast.north_manager
    others = [make_voice(country.trust) for _ in range(2)]
    for one in others:
        actions.link(voice=one, other=voice, by=by, at=NOW)
    with pytest.raises(Refusal, match="linked already"):
        actions.link(voice=voice, other=others[0], by=by, at=NOW)
    assert set(queries.family(fresh(others[0]), by)) == {voice, others[1]}
    for one in (voice, others[0]):
        actions.take_up(voice=one, concern_reference="Q-1", answer="Yes", by=by, at=NOW)
    with pytest.raises(Refusal, match=others[1].number):
        actions.answer(voice=voice, text="Done", also=others, by=by, at=NOW)
    assert fresh(voice).state == "taken"  # all or none
    actions.answer(voice=voice, text="Done", also=others[:1], by=by, at=NOW)
    assert fresh(others[0]).state == "answered"


def test_what_the_person_adds_lifts_the_case_and_comes_to_the_top(cast: Cast, voice: Voice) -> None:
    actions.add(voice=voice, text="I have been threatened", by=None, at=NOW)
    found = fresh(voice)
    assert (found.urgency, found.person_wrote_on) == (3, TODAY)
    actions.write(voice=voice, kind="update", text="We hear you", by=cast.north_manager, at=NOW)
    assert fresh(voice).person_wrote_on is None


def test_additions_are_limited_for_a_case_and_a_day(voice: Voice) -> None:
    VoicePolicy.objects.update(additions_a_day=2)
    for number in range(2):
        actions.add(voice=voice, text=f"More {number}", by=None, at=NOW)
    with pytest.raises(Refusal, match="many times today"):
        actions.add(voice=voice, text="Even more", by=None, at=NOW)
    actions.add(voice=voice, text="Tomorrow", by=None, at=NOW + timedelta(days=1))


def test_the_same_words_sent_twice_are_recorded_once(voice: Voice) -> None:
    actions.add(voice=voice, text="Since May", by=None, at=NOW)
    with pytest.raises(Refusal, match="sent this already"):
        actions.add(voice=voice, text=" Since May ", by=None, at=NOW)
    assert voice.messages.count() == 1


def test_the_urgency_moves_the_clocks_that_run(cast: Cast, voice: Voice) -> None:
    by = cast.north_manager
    actions.acknowledge(voice=voice, by=by, at=NOW)
    actions.lift(voice=voice, urgency=3, by=by, at=NOW)
    found = fresh(voice)
    assert found.acknowledge_by == date(2026, 11, 26)  # done, so it stays as it was told
    assert found.triage_by == date(2026, 11, 26)


def test_a_case_is_handed_to_another_region(country: Country, cast: Cast, voice: Voice) -> None:
    actions.move(voice=voice, region=country.south, by=cast.north_manager, at=NOW)
    assert not Voice.objects.visible_to(cast.north_manager).exists()
    assert Voice.objects.visible_to(cast.south_manager).get() == voice
    with pytest.raises(Refusal, match="Choose a region"):
        actions.move(voice=voice, region=country.trust, by=cast.south_manager, at=NOW)


def test_the_receipt_lasts_from_our_last_word(cast: Cast, voice: Voice) -> None:
    later = NOW + timedelta(days=500)
    actions.write(voice=voice, kind="update", text="News", by=cast.north_manager, at=later)
    assert fresh(voice).receipt_until == later.date() + timedelta(days=730)


def test_the_queue_is_in_order(country: Country, cast: Cast, voice: Voice, client: Client) -> None:
    urgent = make_voice(country.trust, patients_safety="yes")
    done = make_voice(country.trust, somebodys_safety="yes")
    actions.triage(
        voice=done, outcome="signpost", answer="x", reason="", by=cast.north_manager, at=NOW
    )
    client.force_login(cast.north_manager)
    text = client.get("/listen/voices/").text
    places = [text.index(one.number) for one in (urgent, voice, done)]
    assert places == sorted(places)
    assert queries.queue_of(cast.north_manager, TODAY) == queries.Queue(2, 1, 0, 0)
