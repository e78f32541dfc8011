from __future__ import annotations

from datetime import date, timedelta

import pytest

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, TODAY
from sightline.respond.register import actions, factories, words
from sightline.respond.register.attempts import attempts
from sightline.respond.register.conftest import RAISED
from sightline.respond.register.models import Concern, Ending, Evidence, Standing
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
LATER = NOW - timedelta(days=30)


def standing(concern: Concern) -> Standing:
    return concern.standings.order_by("-at", "-id")[0]


def summaries(concern: Concern) -> list[str]:
    return list(
        Entry.objects.filter(reference=concern.reference)
        .order_by("id")
        .values_list("summary", flat=True)
    )


# Raising


def test_a_concern_carries_all_that_it_was_raised_with(raise_concern, country, cast):
    dataset, measure = factories.dataset(), factories.measure()
    concern = raise_concern(
        professions=[country.medicine],
        evidence=[factories.flag(dataset, measure, country.trust.code)],
        internal_summary="Second time this year.",
    )
    assert concern.reference == "Q-2026-0001"
    assert concern.shared_at is None
    assert list(concern.professions.all()) == [country.medicine]
    assert concern.standards.count() == 1
    cited = concern.evidence.get()
    assert (cited.kind, cited.dataset, cited.measure) == (Evidence.Kind.FLAG, dataset, measure)
    assert cited.frozen["score"] == 41.5
    now = standing(concern)
    assert (now.state, now.likelihood, now.impact, now.learners_affected) == ("open", 4, 3, 12)
    assert now.owner == cast.north_manager
    assert now.category is None
    assert summaries(concern) == ["Concern raised", "Evidence added: survey result"]


def test_a_concern_about_a_ward_names_it(raise_concern, country):
    concern = raise_concern(level="environment", environment=country.ward)
    assert concern.environment == country.ward
    with pytest.raises(actions.CannotRaise, match="Choose the learning environment"):
        raise_concern(level="environment")
    with pytest.raises(actions.CannotRaise, match="belongs to another organisation"):
        raise_concern(
            level="environment", environment=country.ward, organisation=country.other_trust
        )


def test_a_refused_concern_leaves_nothing_and_gives_its_number_back(raise_concern):
    with pytest.raises(actions.CannotRaise, match="Say what the evidence is"):
        raise_concern(evidence=[actions.NewEvidence(text=" ")])
    assert Concern.objects.count() == 0
    assert Entry.objects.count() == 0
    assert raise_concern().reference == "Q-2026-0001"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"title": " "}, "title"),
        ({"standards": []}, "standard"),
        ({"next_review_date": RAISED.date()}, "after today"),
        ({"next_review_date": date(9999, 2, 1)}, "within three years"),
    ],
)
def test_what_a_concern_needs(raise_concern, other, said):
    with pytest.raises(actions.CannotRaise, match=said):
        raise_concern(**other)


def test_the_owner_must_be_able_to_manage_it_there(raise_concern, cast):
    for stranger in (cast.south_manager, cast.director, cast.icb_lead, cast.administrator):
        with pytest.raises(actions.CannotRaise, match="cannot manage concerns of Aldermoor"):
            raise_concern(owner=stranger)
    assert standing(raise_concern(owner=cast.national)).owner == cast.national


def test_a_provider_raises_shared_concerns_only(raise_concern, cast):
    who = {"by": cast.director, "owner": cast.north_manager}
    with pytest.raises(actions.CannotRaise, match="shared with the provider"):
        raise_concern(**who, share=False)
    with pytest.raises(actions.CannotRaise, match="internal part empty"):
        raise_concern(**who, share=True, internal_summary="x")
    hidden = [actions.NewEvidence(text="x", is_internal=True)]
    with pytest.raises(actions.CannotRaise, match="shared with the provider"):
        raise_concern(**who, share=True, evidence=hidden)
    concern = raise_concern(**who, share=True)
    assert concern in Concern.objects.visible_to(cast.director)


def test_nobody_raises_a_concern_outside_their_patch(raise_concern, cast, country):
    with pytest.raises(NotPermitted):
        raise_concern(organisation=country.southern_trust)
    with pytest.raises(NotPermitted):
        raise_concern(by=cast.other_director, owner=cast.north_manager, share=True)


# Reviewing and sharing


def test_a_review_adds_a_complete_standing_and_says_what_changed(concern, cast):
    after = factories.review(
        concern=concern,
        owner=cast.north_manager,
        next_review_date=date(2026, 12, 20),
        waiting_for="The rota",
        waiting_for_whom="Director of education",
        by=cast.north_manager,
        at=NOW,
    )
    assert concern.standings.count() == 2
    assert (after.likelihood, after.impact, after.direction) == (2, 2, "better")
    assert after.state == "open"
    line = Entry.objects.latest("id")
    assert "waiting_for" in line.fields
    assert "state" not in line.fields
    assert "The rota" not in line.summary


def test_a_review_is_refused_when_somebody_reviewed_meanwhile(concern, cast):
    seen = standing(concern)
    given = {"concern": concern, "owner": cast.national, "next_review_date": date(2026, 12, 20)}
    factories.review(**given, seen=seen, by=cast.national, at=LATER)
    with pytest.raises(actions.CannotReview, match="Nadia National changed this concern"):
        factories.review(**given, seen=seen, by=cast.north_manager, at=NOW)


def test_what_a_review_needs(concern, cast):
    given = {
        "concern": concern,
        "owner": cast.north_manager,
        "next_review_date": date(2026, 12, 20),
        "by": cast.north_manager,
        "at": NOW,
    }
    with pytest.raises(actions.CannotReview, match="after today"):
        factories.review(**{**given, "next_review_date": TODAY})
    with pytest.raises(actions.CannotReview, match="who it must come from"):
        factories.review(**given, waiting_for="A report")
    with pytest.raises(actions.CannotReview, match="cannot manage"):
        factories.review(**{**given, "owner": cast.director})


def test_nothing_is_written_before_the_last_line(concern, cast):
    actions.write_note(
        concern=concern, lane="internal", text="First", by=cast.north_manager, at=NOW
    )
    factories.review(
        concern=concern,
        owner=cast.north_manager,
        next_review_date=date(2026, 12, 20),
        by=cast.north_manager,
        at=NOW,
    )
    with pytest.raises(Refusal, match="in the order"):
        actions.share(concern=concern, by=cast.north_manager, at=LATER)


def test_sharing_happens_once(concern, cast):
    actions.share(concern=concern, by=cast.north_manager, at=NOW)
    concern.refresh_from_db()
    assert concern.shared_at == NOW
    with pytest.raises(actions.CannotShare, match="shared already"):
        actions.share(concern=concern, by=cast.north_manager, at=NOW)


# Notes, questions, answers


def test_internal_notes_leave_internal_lines(shared, cast):
    actions.write_note(concern=shared, lane="internal", text="Hm", by=cast.north_manager, at=NOW)
    assert Entry.objects.latest("id").is_internal
    actions.write_note(concern=shared, lane="shared", text="Hello", by=cast.north_manager, at=NOW)
    assert not Entry.objects.latest("id").is_internal


def test_nothing_is_said_to_a_provider_that_cannot_see_it(concern, cast):
    given = {"concern": concern, "by": cast.north_manager, "at": NOW}
    with pytest.raises(actions.CannotWrite, match="Share it first"):
        actions.write_note(**given, lane="shared", text="Hello")
    with pytest.raises(actions.CannotWrite, match="Share it before"):
        actions.ask_provider(**given, text="Why?")
    with pytest.raises(actions.CannotAgree, match="Share it before"):
        actions.agree_commitment(
            **given,
            kind="commitment",
            promise="x",
            evidence_expected="",
            owner_name="x",
            owner=None,
            due_date=TODAY,
        )
    with pytest.raises(actions.CannotWrite, match="no such concern"):
        actions.answer(concern=concern, text="Hello", by=cast.director, at=NOW)


def test_a_question_makes_the_register_wait_and_an_answer_ends_it(shared, cast):
    actions.ask_provider(concern=shared, text="How many?", by=cast.north_manager, at=LATER)
    waits = standing(shared)
    assert (waits.waiting_for, waits.waiting_for_whom) == (
        words.WAITING_FOR_ANSWER,
        "Aldermoor Hospitals",
    )
    actions.answer(concern=shared, text="Seven.", by=cast.director, at=NOW)
    assert standing(shared).waiting_for == ""


def test_an_answer_does_not_end_another_wait(shared, cast):
    factories.review(
        concern=shared,
        owner=cast.north_manager,
        next_review_date=date(2026, 12, 20),
        waiting_for="The regulator's letter",
        waiting_for_whom="GMC",
        by=cast.north_manager,
        at=LATER,
    )
    actions.answer(concern=shared, text="Unasked.", by=cast.director, at=NOW)
    assert standing(shared).waiting_for == "The regulator's letter"


def test_a_system_has_no_provider_to_ask(raise_concern, country, cast):
    concern = raise_concern(level="system", organisation=country.north_icb, share=True)
    with pytest.raises(actions.CannotWrite, match="not about one provider"):
        actions.ask_provider(concern=concern, text="Why?", by=cast.north_manager, at=NOW)


# Commitments


def test_a_commitment_bears_on_what_is_shared_only(raise_concern, country, cast):
    dataset, open_measure = factories.dataset(), factories.measure("LS07")
    hidden_measure = factories.measure("LS08")
    concern = raise_concern(
        share=True,
        evidence=[
            factories.flag(dataset, open_measure, country.trust.code),
            factories.flag(dataset, hidden_measure, country.trust.code, is_internal=True),
        ],
    )
    _, given = attempts(concern, None, cast.north_manager)["agree_commitment"]
    commitment = actions.agree_commitment(**given, by=cast.north_manager)
    assert list(commitment.measures.all()) == [open_measure]
    assert commitment.dataset == dataset
    assert list(commitment.standards.all()) == list(concern.standards.all())
    assert (commitment.because_kind, commitment.because_reference) == (
        "concern",
        concern.reference,
    )
    assert summaries(concern)[-1] == f"Commitment {commitment.reference} agreed"


# Endings


def close(concern, cast, at=NOW, **other):
    given = {
        "outcome": "improved",
        "reason": "Three months without trouble",
        "evidence_text": "Autumn survey",
        "monitoring_date": None,
        **other,
    }
    return actions.close(concern=concern, **given, by=cast.north_manager, at=at)


def test_closing_with_a_date_keeps_it_under_watch(concern, cast):
    close(concern, cast, at=LATER, monitoring_date=date(2027, 3, 1))
    now = standing(concern)
    assert (now.state, now.next_review_date) == ("monitoring", date(2027, 3, 1))
    close(concern, cast)
    assert (standing(concern).state, standing(concern).next_review_date) == ("closed", None)
    with pytest.raises(actions.CannotClose, match="already closed"):
        close(concern, cast)


def test_a_closed_concern_rests_until_it_is_reopened(shared, cast, categories):
    close(shared, cast, at=LATER)
    doings = attempts(shared, categories[1], cast.north_manager)
    for verb in ("review", "ask_provider", "decide", "agree_commitment"):
        action, given = doings[verb]
        with pytest.raises(Refusal, match=r"[Rr]eopen it"):
            action(**given, by=cast.north_manager)
    with pytest.raises(actions.CannotWrite, match="closed"):
        actions.answer(concern=shared, text="But", by=cast.director, at=NOW)
    actions.reopen(
        concern=shared,
        reason="It came back",
        owner=cast.north_manager,
        next_review_date=date(2026, 12, 1),
        by=cast.north_manager,
        at=NOW,
    )
    assert standing(shared).state == "open"
    assert [one.kind for one in shared.endings.all()] == [Ending.Kind.CLOSED, Ending.Kind.REOPENED]
    with pytest.raises(actions.CannotReopen, match="open already"):
        actions.reopen(
            concern=shared,
            reason="Again",
            owner=cast.north_manager,
            next_review_date=date(2026, 12, 1),
            by=cast.north_manager,
            at=NOW,
        )


def test_a_reopened_concern_needs_an_owner_who_can_still_act(concern, cast):
    close(concern, cast, at=LATER)
    with pytest.raises(actions.CannotReopen, match="cannot manage"):
        actions.reopen(
            concern=concern,
            reason="Back",
            owner=cast.south_manager,
            next_review_date=date(2026, 12, 1),
            by=cast.north_manager,
            at=NOW,
        )
