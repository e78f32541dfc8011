from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from sightline.base.refusal import NotPermitted, Refusal
from sightline.commitments import actions, rules
from sightline.commitments.models import Check, Commitment, Proof
from sightline.commitments.words import Status
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.trail import record

pytestmark = pytest.mark.django_db


def status(commitment: Commitment, day: date = TODAY) -> str:
    return Commitment.objects.with_status(day).get(pk=commitment.pk).status


def send(commitment: Commitment, cast: Cast, at: datetime = NOW) -> Proof:
    return actions.send_proof(
        commitment=commitment, text="Rotas attached.", done_date=TODAY, by=cast.director, at=at
    )


def test_a_commitment_says_who_what_when_and_why(commitment: Commitment) -> None:
    assert commitment.reference == "C-2026-0001"
    assert commitment.owner_name == "Dev Director"
    assert commitment.because_reference == "Q-2026-0001"
    assert status(commitment) == Status.OPEN
    assert "due 24 December 2026" in record.lines_about(commitment, internal=False)[0].summary


def test_it_is_overdue_the_day_after_it_was_due(commitment: Commitment) -> None:
    assert status(commitment, date(2026, 12, 24)) == Status.OPEN
    assert status(commitment, date(2026, 12, 25)) == Status.OVERDUE


def test_proof_then_acceptance_by_somebody_else_keeps_it(
    commitment: Commitment, cast: Cast
) -> None:
    proof = send(commitment, cast)
    assert status(commitment) == Status.PROOF_SENT
    actions.check_proof(
        proof=proof, outcome="accepted", reason="Seen on a visit.", by=cast.north_manager, at=NOW
    )
    assert status(commitment, date(2027, 6, 1)) == Status.KEPT


def test_proof_sent_back_opens_it_again(commitment: Commitment, cast: Cast) -> None:
    proof = send(commitment, cast)
    actions.check_proof(
        proof=proof, outcome="returned", reason="One month only.", by=cast.north_manager, at=NOW
    )
    assert status(commitment) == Status.OPEN
    send(commitment, cast, NOW + timedelta(hours=1))
    assert status(commitment) == Status.PROOF_SENT


def test_nobody_checks_their_own_proof(commitment: Commitment, cast: Cast) -> None:
    proof = Proof.objects.create(
        commitment=commitment, text="Done", done_date=TODAY, by=cast.north_manager, at=NOW
    )
    with pytest.raises(Refusal, match="Somebody else must check it"):
        actions.check_proof(
            proof=proof, outcome="accepted", reason="Fine", by=cast.north_manager, at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.create(
            proof=proof,
            proof_by=cast.north_manager,
            outcome="accepted",
            reason="Fine",
            by=cast.north_manager,
            at=NOW,
        )


def test_a_proof_is_checked_once(commitment: Commitment, cast: Cast) -> None:
    proof = send(commitment, cast)
    actions.check_proof(
        proof=proof, outcome="accepted", reason="Seen.", by=cast.north_manager, at=NOW
    )
    with pytest.raises(Refusal, match="checked already"):
        actions.check_proof(
            proof=proof, outcome="returned", reason="Late.", by=cast.national, at=NOW
        )
    assert status(commitment) == Status.KEPT


@pytest.mark.parametrize("person", ["south_manager", "icb_lead", "director", "learner"])
def test_only_the_quality_team_of_the_place_agrees_and_checks(
    person: str, commitment: Commitment, cast: Cast, country: Country
) -> None:
    by = getattr(cast, person)
    with pytest.raises(NotPermitted):
        actions.change_due_date(
            commitment=commitment, due_date=date(2027, 1, 31), reason="More time", by=by, at=NOW
        )
    proof = send(commitment, cast)
    with pytest.raises(NotPermitted):
        actions.check_proof(proof=proof, outcome="accepted", reason="Fine", by=by, at=NOW)


def test_a_director_elsewhere_cannot_prove_it(commitment: Commitment, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        actions.send_proof(
            commitment=commitment, text="Done", done_date=TODAY, by=cast.other_director, at=NOW
        )
    assert not Proof.objects.exists()


def test_the_owner_must_be_able_to_see_it(country: Country, cast: Cast) -> None:
    with pytest.raises(Refusal, match="cannot see commitments of Aldermoor Hospitals"):
        actions.agree(
            kind="commitment",
            organisation=country.trust,
            programme=None,
            promise="Something",
            evidence_expected="",
            owner_name="",
            owner=cast.other_director,
            because_kind="concern",
            because_reference="Q-2026-0001",
            measures=[],
            standards=[],
            due_date=TODAY,
            by=cast.north_manager,
            at=NOW,
        )
    assert not Commitment.objects.exists()


def test_the_date_moves_with_a_reason_and_the_first_one_stays(
    commitment: Commitment, cast: Cast
) -> None:
    actions.change_due_date(
        commitment=commitment,
        due_date=date(2027, 1, 31),
        reason="The new rota begins in January.",
        by=cast.north_manager,
        at=NOW,
    )
    found = Commitment.objects.with_status(date(2027, 1, 15)).get()
    assert (found.due_date, found.status) == (date(2027, 1, 31), Status.OPEN)
    assert found.first_due_date == date(2026, 12, 24)


def test_lists_are_scoped(commitment: Commitment, cast: Cast) -> None:
    seen_by = {
        name
        for name in ("national", "north_manager", "south_manager", "icb_lead", "director",
                     "other_director", "learner", "administrator")
        if Commitment.objects.visible_to(getattr(cast, name)).exists()
    }  # fmt: skip
    assert seen_by == {"national", "north_manager", "icb_lead", "director"}


@given(
    due=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    days=st.lists(st.dates(date(2026, 1, 1), date(2027, 1, 1)), min_size=2, max_size=6),
)
def test_without_proof_time_only_turns_open_into_overdue(due: date, days: list[date]) -> None:
    states = [
        rules.status_on(day, due=due, last_proof=False, last_check=None) for day in sorted(days)
    ]
    assert set(states) <= {Status.OPEN, Status.OVERDUE}
    assert all(not (a is Status.OVERDUE and b is Status.OPEN) for a, b in pairwise(states))


@pytest.mark.parametrize(
    ("proofs", "checks"),
    [(0, []), (1, []), (1, ["accepted"]), (1, ["returned"]), (2, ["returned"]),
     (2, ["returned", "accepted"])],
)  # fmt: skip
@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2027, 2, 1)])
def test_the_database_says_the_same_as_the_rule(
    proofs: int, checks: list[str], day: date, commitment: Commitment, cast: Cast
) -> None:
    for index in range(proofs):
        proof = send(commitment, cast, NOW + timedelta(hours=2 * index))
        if index < len(checks):
            actions.check_proof(
                proof=proof,
                outcome=checks[index],
                reason="Because",
                by=cast.north_manager,
                at=NOW + timedelta(hours=2 * index + 1),
            )
    by_rule = rules.status_on(
        day,
        due=commitment.first_due_date,
        last_proof=proofs > 0,
        last_check=checks[-1] if len(checks) == proofs and checks else None,
    )
    assert status(commitment, day) == by_rule
