from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.voices import actions, queries, routing, sealing
from sightline.listen.voices.factories import make_voice, said
from sightline.listen.voices.models import Voice, VoiceMessage, VoicePolicy
from sightline.organisations.models import Belonging, Succession
from sightline.people.models import User
from sightline.trail.models import Entry

PERSON: dict[str, Any] = {
    "privacy": "confidential",
    "email": "me.private@example.org",
    "name": "Jo Hidden",
}


def fresh(voice: Voice) -> Voice:
    return Voice.objects.get(pk=voice.pk)


# Raising


def test_the_same_form_sent_twice_is_one_case_with_the_same_receipt(country: Country) -> None:
    form = secrets.token_hex(32)
    first, second = (
        actions.raise_voice(form=form, said=said(country.trust), by=None, at=NOW) for _ in range(2)
    )
    assert (first.number, first.words) == (second.number, second.words)
    assert Voice.objects.count() == 1


def test_a_case_goes_to_the_region_with_its_clocks(country: Country, voice: Voice) -> None:
    assert (voice.region, voice.state, voice.urgency) == (country.north, "new", 1)
    # 24 November 2026 is a Tuesday.
    assert (voice.acknowledge_by, voice.triage_by) == (date(2026, 11, 26), date(2026, 12, 1))
    assert voice.answer_by == date(2026, 12, 22)
    urgent = make_voice(country.trust, patients_safety="yes")
    assert (urgent.urgency, urgent.acknowledge_by) == (3, date(2026, 11, 25))


def test_nothing_of_the_person_is_kept_but_what_they_gave(country: Country, voice: Voice) -> None:
    assert voice.contact_sealed is None
    named = make_voice(country.trust, **PERSON)
    assert sealing.unseal(named.contact_sealed) == {
        "name": "Jo Hidden", "email": "me.private@example.org", "phone": "",
    }  # fmt: skip
    assert b"private" not in bytes(named.contact_sealed)
    entry = Entry.objects.get(action="listen.voices.raise_voice", subject_key=str(voice.pk))
    assert entry.by is None
    # The day is kept, not the moment.
    assert (entry.at.astimezone().hour, entry.at.minute, entry.at.second) in {(0, 0, 0)} or (
        entry.at.hour,
        entry.at.minute,
    ) == (0, 0)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"what_happened": "  "}, "Tell us what happened."),
        ({"what_happened": "x" * 8001}, "too long"),
        ({"place_text": "x" * 201}, "200 characters"),
        ({"email": "a@example.org"}, "stay anonymous"),
        ({"privacy": "named", "name": "Jo"}, "email address or a telephone number"),
        ({"begins_on": TODAY - timedelta(days=1)}, "in the past"),
        ({"begins_on": TODAY + timedelta(days=400)}, "next year"),
        ({"kind": "care", "begins_on": TODAY + timedelta(days=4)}, "does not have to wait"),
    ],
)
def test_what_cannot_be_taken_is_said(
    country: Country, other: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(actions.CannotRaise, match=sentence):
        make_voice(country.trust, **other)
    assert not Voice.objects.exists()


def test_a_ward_of_another_trust_is_refused(country: Country) -> None:
    with pytest.raises(actions.CannotRaise, match="another organisation"):
        make_voice(country.other_trust, environment=country.ward)
    assert make_voice(country.site, environment=country.ward).environment == country.ward


def test_a_flood_is_stopped_for_the_whole_form_and_ends(country: Country) -> None:
    VoicePolicy.objects.update(raised_an_hour=2)
    for _ in range(2):
        make_voice(country.trust)
    with pytest.raises(actions.CannotRaise, match="Very many people"):
        make_voice(country.trust)
    later = NOW + timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        assert make_voice(country.trust, later)


def test_the_region_is_that_of_the_day(country: Country) -> None:
    day = date(2026, 11, 1)
    Belonging.objects.create(organisation=country.trust, parent=country.south_icb, from_date=day)
    assert routing.region_for(country.trust, on=day - timedelta(days=1)) == country.north
    assert routing.region_for(country.trust, on=day) == country.south
    assert routing.region_for(country.site, on=day) == country.south
    assert routing.region_for(country.north, on=day) == country.north


def test_what_was_taken_over_goes_to_the_region_of_its_successor(country: Country) -> None:
    Succession.objects.create(
        predecessor=country.trust,
        successor=country.southern_trust,
        on_date=date(2026, 10, 1),
        extent="whole",
    )
    country.trust.closed_date = date(2026, 10, 1)
    country.trust.save()
    assert routing.region_for(country.trust, on=date(2026, 9, 30)) == country.north
    assert make_voice(country.trust).region == country.south


# Who sees what


def test_a_case_is_seen_in_its_region_only_and_never_before_its_day(
    country: Country, cast: Cast, voice: Voice
) -> None:
    waits = make_voice(country.trust, begins_on=TODAY + timedelta(days=3))

    def sees(user: User) -> set[int]:
        return set(Voice.objects.visible_to(user).values_list("pk", flat=True))

    assert sees(cast.north_manager) == sees(cast.national) == {voice.pk}
    for stranger in (cast.south_manager, cast.director, cast.learner, cast.administrator):
        assert sees(stranger) == set()
    with pytest.raises(Refusal, match="later day"):
        actions.acknowledge(voice=waits, by=cast.north_manager, at=NOW)
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert sees(User.objects.get(pk=cast.north_manager.pk)) == {voice.pk, waits.pk}


def test_the_person_can_end_the_wait(country: Country, cast: Cast) -> None:
    waits = make_voice(country.trust, begins_on=TODAY + timedelta(days=30))
    actions.begin_now(voice=waits, by=None, at=NOW)
    assert fresh(waits).acknowledge_by == date(2026, 11, 26)
    assert Voice.objects.visible_to(cast.north_manager).get() == waits
    with pytest.raises(Refusal, match="sent already"):
        actions.begin_now(voice=waits, by=None, at=NOW)


def test_a_restricted_case_is_nowhere_for_those_without_the_permission(
    cast: Cast, keeper: User, restricted: Voice
) -> None:
    assert restricted.is_restricted
    assert not Voice.objects.visible_to(cast.north_manager).exists()
    assert queries.queue_of(cast.north_manager, TODAY).waiting == 0
    for user in (keeper, cast.national):
        assert Voice.objects.visible_to(user).get() == restricted
        assert queries.queue_of(user, TODAY).waiting == 1
    for act in (actions.acknowledge,):
        with pytest.raises(NotPermitted):
            act(voice=restricted, by=cast.north_manager, at=NOW)
    actions.acknowledge(voice=restricted, by=keeper, at=NOW)


def test_what_names_somebody_is_restricted_by_itself(country: Country, voice: Voice) -> None:
    assert make_voice(country.trust, what_happened="Dr Okafor shouts at us").is_restricted
    actions.add(voice=voice, text="It is Sister Byrne who does it", by=None, at=NOW)
    assert fresh(voice).is_restricted


def test_moving_in_and_out_of_the_compartment(
    country: Country, cast: Cast, keeper: User, voice: Voice
) -> None:
    other = make_voice(country.trust)
    actions.link(voice=other, other=voice, by=cast.north_manager, at=NOW)
    actions.restrict(voice=voice, reason="Names somebody", by=cast.north_manager, at=NOW)
    assert fresh(other).same_as is None  # a link would tell of it
    with pytest.raises(NotPermitted):
        actions.unrestrict(voice=voice, reason="No", by=cast.north_manager, at=NOW)
    actions.unrestrict(voice=voice, reason="Names nobody", by=keeper, at=NOW)
    assert not fresh(voice).is_restricted


def test_openings_are_only_added_to(keeper: User, cast: Cast, restricted: Voice) -> None:
    with pytest.raises(NotPermitted):
        actions.log_opening(voice=restricted, by=cast.north_manager, at=NOW)
    opening = actions.log_opening(voice=restricted, by=keeper, at=NOW)
    for change in (opening.delete, lambda: restricted.openings.update(at=NOW - timedelta(1))):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "do",
    [
        lambda v, by: actions.acknowledge(voice=v, by=by, at=NOW),
        lambda v, by: actions.write(voice=v, kind="update", text="x", by=by, at=NOW),
        lambda v, by: actions.note(voice=v, text="x", by=by, at=NOW),
        lambda v, by: actions.triage(
            voice=v, outcome="signpost", answer="x", reason="", by=by, at=NOW
        ),
        lambda v, by: actions.take_up(voice=v, concern_reference="Q-1", answer="x", by=by, at=NOW),
        lambda v, by: actions.answer(voice=v, text="x", by=by, at=NOW),
        lambda v, by: actions.lift(voice=v, urgency=3, by=by, at=NOW),
        lambda v, by: actions.move(voice=v, region=v.region, by=by, at=NOW),
        lambda v, by: actions.link(voice=v, other=make_voice(v.organisation), by=by, at=NOW),
        lambda v, by: actions.unlink(voice=v, by=by, at=NOW),
        lambda v, by: actions.restrict(voice=v, reason="x", by=by, at=NOW),
        lambda v, by: actions.unrestrict(voice=v, reason="x", by=by, at=NOW),
        lambda v, by: actions.erase(voice=v, because="x", by=by, at=NOW),
    ],
)
def test_strangers_may_do_nothing(cast: Cast, voice: Voice, do: Any) -> None:
    for stranger in (cast.south_manager, cast.director, cast.learner):
        with pytest.raises(NotPermitted):
            do(voice, stranger)
    assert not VoiceMessage.objects.exists()
