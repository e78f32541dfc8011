from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.govern.approvals import actions
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import approved, begin, fill, sent_in
from sightline.govern.approvals.models import Approval, Coverage
from sightline.govern.approvals.rules import CannotApprove
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_from_draft_to_sent_in(country: Country, schools: Schools) -> None:
    found = begin(country, schools.lead, schools.first)
    assert found.reference == "A-2026-0001"
    with pytest.raises(CannotApprove, match="Say what learners will do"):
        actions.submit(approval=found, by=schools.lead, at=NOW)
    fill(found, country, schools.lead)
    sent = actions.submit(approval=found, by=schools.lead, at=NOW)
    assert sent.state == "submitted"
    assert [one.after for one in sent.steps.all()] == ["draft", "submitted"]
    assert Entry.objects.filter(reference=found.reference).count() == 4
    with pytest.raises(CannotApprove, match="was sent in"):
        fill(sent, country, schools.lead)


def test_a_second_one_is_refused_and_leads_to_the_first(
    country: Country, cast: Cast, schools: Schools
) -> None:
    first = sent_in(country, schools.lead, schools.first)
    second = begin(country, schools.second_lead, schools.second)
    with pytest.raises(actions.AlreadyThere, match=first.reference) as refused:
        fill(second, country, schools.second_lead)
    assert refused.value.approval == first
    # Another setting, another profession or another place is another approval.
    actions.add_line(
        approval=second, profession=country.medicine, programme=country.surgery,
        level="postgraduate", learners=1, by=schools.second_lead, at=NOW,
    )  # fmt: skip
    fill(
        begin(country, schools.second_lead, schools.second, setting="community"),
        country, schools.second_lead,
    )  # fmt: skip
    actions.withdraw(approval=first, reason="No need.", by=schools.lead, at=NOW)
    fill(second, country, schools.second_lead)


def test_two_who_send_in_what_both_wrote_before(country: Country, schools: Schools) -> None:
    """Each draft was begun before the other was sent in; and the database keeps to it as well."""
    one = begin(country, schools.lead, schools.first)
    two = begin(country, schools.second_lead, schools.second)
    fill(one, country, schools.lead)
    fill(two, country, schools.second_lead)
    actions.submit(approval=one, by=schools.lead, at=NOW)
    with pytest.raises(actions.AlreadyThere):
        actions.submit(approval=two, by=schools.second_lead, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Coverage.objects.create(
            approval=two, organisation=country.practice, setting="gp_practice",
            profession=country.nursing,
        )  # fmt: skip


def test_two_people_save_and_nothing_is_lost(country: Country, schools: Schools) -> None:
    found = begin(country, schools.lead, schools.first)
    seen = found.version
    given: dict[str, Any] = {"supervision": "", "supervisors": None, "seen_version": seen}
    actions.save(approval=found, what_for="Hers.", **given, by=schools.lead, at=NOW)
    with pytest.raises(actions.ApplicationChanged) as refused:
        actions.save(approval=found, what_for="His.", **given, by=schools.manager, at=NOW)
    assert refused.value.version == seen + 1
    assert Approval.objects.get(pk=found.pk).what_for == "Hers."


def test_who_may_not_write(country: Country, cast: Cast, schools: Schools) -> None:
    with pytest.raises(CannotApprove, match="You do not act for Gorsley College"):
        begin(country, schools.lead, schools.second)
    with pytest.raises(CannotApprove, match="Say for which"):
        begin(country, schools.lead, None)
    for person in (cast.director, cast.south_manager, cast.icb_lead, cast.learner):
        with pytest.raises(NotPermitted):
            begin(country, person, None)
    found = begin(country, schools.lead, schools.first)
    for person in (schools.second_lead, cast.south_manager, cast.icb_lead):
        with pytest.raises(NotPermitted):
            actions.submit(approval=found, by=person, at=NOW)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"setting": "moon"}, "one of the settings"),
        ({"setting": "ward"}, "one of the settings"),
        ({"organisation": "north_icb"}, "placement provider"),
        ({"environment": "ward"}, "not a learning environment"),
    ],
)
def test_what_cannot_be_begun(
    changed: dict[str, str], said: str, country: Country, cast: Cast
) -> None:
    found: dict[str, Any] = {
        name: getattr(country, value, value) for name, value in changed.items()
    }
    if "setting" in changed:
        found["setting"] = changed["setting"]
    with pytest.raises(CannotApprove, match=said):
        begin(country, cast.north_manager, None, **found)


def test_what_cannot_be_proposed(country: Country, cast: Cast, schools: Schools) -> None:
    found = begin(country, schools.lead, schools.first)
    given: dict[str, Any] = {
        "approval": found, "profession": country.nursing, "programme": None,
        "level": "undergraduate", "learners": 1, "by": schools.lead, "at": NOW,
    }  # fmt: skip
    actions.add_line(**given)
    for changed, said in (
        ({}, "on the list already"),
        ({"programme": country.surgery}, "not a programme for"),
        ({"level": "moon"}, "levels"),
        ({"learners": 0}, "from 1 to 500"),
    ):
        with pytest.raises(CannotApprove, match=said):
            actions.add_line(**{**given, **changed})
    actions.remove_line(line=found.lines.get(), by=schools.lead, at=NOW)
    assert not found.lines.exists()


def test_sent_back_withdrawn_suspended_and_ended_with_reasons(
    country: Country, cast: Cast, schools: Schools
) -> None:
    found = sent_in(country, schools.lead, schools.first)
    team = cast.north_manager
    with pytest.raises(CannotApprove, match="what is wanting"):
        actions.send_back(approval=found, reason=" ", by=team, at=NOW)
    actions.send_back(approval=found, reason="Who supervises in August?", by=team, at=NOW)
    assert not Coverage.objects.filter(is_open=True).exists()
    actions.submit(approval=found, by=schools.lead, at=NOW)
    for act in (actions.suspend, actions.end):
        with pytest.raises(CannotApprove, match="cannot become"):
            act(approval=found, reason="Because.", by=team, at=NOW)
        with pytest.raises(NotPermitted):
            act(approval=found, reason="Because.", by=schools.lead, at=NOW)
    with pytest.raises(CannotApprove, match="Give the reason"):
        actions.withdraw(approval=found, reason="", by=schools.lead, at=NOW)
    actions.withdraw(approval=found, reason="We found another.", by=schools.lead, at=NOW)
    assert not Coverage.objects.filter(is_open=True).exists()


def test_suspended_at_once_and_ended_for_good(
    country: Country, cast: Cast, schools: Schools
) -> None:
    team = cast.north_manager
    found = approved(country, schools.lead, team, schools.first)
    actions.suspend(approval=found, reason="The only supervisor has left.", by=team, at=NOW)
    ended = actions.end(approval=found, reason="None is to be had.", by=team, at=NOW)
    assert ended.review_date is not None
    assert ended.state == "ended"
    reasons = [one.reason for one in ended.steps.all()]
    assert reasons[-2:] == ["The only supervisor has left.", "None is to be had."]
    with pytest.raises(CannotApprove):
        actions.end(approval=found, reason="Again.", by=team, at=NOW)


def test_who_sees_what(country: Country, cast: Cast, schools: Schools) -> None:
    draft = begin(country, schools.lead, schools.first, setting="community")
    running = sent_in(country, schools.lead, schools.first)

    def seen(person: object) -> set[str]:
        return {one.reference for one in Approval.objects.visible_to(person)}  # type: ignore[arg-type]

    def known(person: object) -> set[str]:
        return {one.reference for one in Approval.objects.known_to(person)}  # type: ignore[arg-type]

    both = {draft.reference, running.reference}
    for person in (schools.lead, schools.manager, cast.north_manager, cast.national, cast.icb_lead):
        assert seen(person) == both
    for person in (
        schools.second_lead, cast.south_manager, cast.director, cast.learner, cast.administrator,
    ):  # fmt: skip
        assert seen(person) == set()
    assert known(schools.second_lead) == {running.reference}
    assert known(cast.south_manager) == set()
    with transaction.atomic():
        Approval.objects.filter(pk=running.pk).update(state="approved", review_date=TODAY)
    assert seen(schools.second_lead) == {running.reference}
    assert seen(cast.south_manager) == set()


def test_the_database_keeps_what_was_decided(
    country: Country, cast: Cast, schools: Schools
) -> None:
    found = approved(country, schools.lead, cast.north_manager, schools.first)
    for rows in (found.steps, found.decisions):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            rows.update(at=NOW)
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            rows.all()._raw_delete(rows.db)
