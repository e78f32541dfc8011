from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from sightline.assess.applicable.models import Applicability
from sightline.assess.evidence.models import Evidence
from sightline.assess.returns.answering import actions as answering
from sightline.assess.returns.answering.rules import Given
from sightline.assess.returns.attestation import actions, rules
from sightline.assess.returns.attestation.models import Signature, SignedAnswer
from sightline.assess.returns.conftest import Asked, begin, fill_in, sign
from sightline.assess.returns.models import Return
from sightline.assess.returns.rules import CannotAnswer
from sightline.assess.returns.words import Status
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast
from sightline.people import actions as people
from sightline.people.second_factor.actions import Confirmed
from sightline.standards.models import FrameworkVersion
from sightline.standards.succession import actions as succession
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def change(found: Return, by: object, outcome: str, reason: str) -> None:
    work = found.works.get(section="welcome")
    work = answering.save_section(
        self_assessment=found,
        section="welcome",
        given={"value": Given(outcome, reason)},
        seen_version=work.version,
        by=by,  # type: ignore[arg-type]
        at=NOW,
    )
    answering.finish_section(
        self_assessment=found, section="welcome", seen_version=work.version,
        by=by, at=NOW,  # type: ignore[arg-type]
    )  # fmt: skip


def test_signing_needs_every_section_and_a_fresh_second_factor(asked: Asked) -> None:
    found = begin(asked.practice, asked.manager)
    fill_in(found, asked.manager)
    answering.send_back(
        self_assessment=found, section="people", text="Again", by=asked.manager, at=NOW
    )
    with pytest.raises(rules.CannotSign, match="People who learn and people who teach"):
        sign(found, asked.partner)
    work = found.works.get(section="people")
    answering.finish_section(
        self_assessment=found, section="people", seen_version=work.version,
        by=asked.manager, at=NOW,
    )  # fmt: skip
    old = Confirmed(asked.partner.pk, NOW - timedelta(minutes=5))
    others = Confirmed(asked.manager.pk, NOW)
    for proof in (None, old, others):
        with pytest.raises(rules.CannotSign, match="authenticator app"):
            actions.sign(self_assessment=found, confirmed=proof, by=asked.partner, at=NOW)
    signature = sign(found, asked.partner)
    found.refresh_from_db()
    assert found.is_locked
    assert found.current == signature
    assert found.status_on(NOW.date()) is Status.RETURNED
    with pytest.raises(rules.CannotSign, match="signed already"):
        sign(found, asked.partner)
    with pytest.raises(CannotAnswer, match="locked"):
        answering.send_back(
            self_assessment=found, section="people", text="No", by=asked.manager, at=NOW
        )


def test_only_an_executive_of_the_place_signs(asked: Asked, cast: Cast) -> None:
    found = begin(asked.practice, asked.manager)
    fill_in(found, asked.manager)
    for person in (asked.manager, asked.executive, cast.national, cast.north_manager):
        with pytest.raises(NotPermitted):
            sign(found, person)


def test_a_later_version_supersedes_with_a_reason_and_what_was_signed_stays(
    signed: Signature, asked: Asked
) -> None:
    found = asked.practice
    with pytest.raises(rules.CannotSign, match="why a new version"):
        actions.amend(self_assessment=found, reason=" ", by=asked.manager, at=NOW)
    actions.amend(self_assessment=found, reason="A trainer left.", by=asked.manager, at=NOW)
    with pytest.raises(rules.CannotSign, match="Nothing differs"):
        sign(found, asked.partner)
    change(found, asked.manager, "not_met", "Nobody has time.")
    second = sign(found, asked.partner)
    assert (second.number, second.reason) == (2, "A trainer left.")
    [changed] = rules.differences(signed.content, second.content)
    assert changed.sentences == ("Was met, is now not met.", "The explanation changed.")
    signed.refresh_from_db()
    assert rules.questions_of(signed.content)["value"]["outcome"] == "met"
    assert SignedAnswer.objects.filter(signature=second).count() == 12


def test_each_standard_becomes_evidence_in_the_providers_voice_and_speaks_once(
    signed: Signature, asked: Asked
) -> None:
    told = Evidence.objects.filter(kind="self_assessment", withdrawal=None)
    numbers = {one.number for row in told for one in row.standards.all()}
    assert numbers == {"1.1", "1.2", "3.1"}, "those that the framework of this test has"
    assert {one.source_reference for one in told} == {"SA-2026-ZP00001, version 1"}
    actions.amend(self_assessment=asked.practice, reason="More", by=asked.manager, at=NOW)
    change(asked.practice, asked.manager, "not_applicable", "Nobody learns here now.")
    sign(asked.practice, asked.partner)
    rated = told.filter(source_reference__endswith="version 2")
    assert {one.number for row in rated for one in row.standards.all()} == {"1.2", "3.1"}
    assert Applicability.objects.get().reason == "Nobody learns here now."
    assert set(told.all()) == set(rated), "what it does not say any more counts no more"


@pytest.mark.parametrize("model", [Signature, SignedAnswer])
def test_the_database_refuses_to_change_what_was_signed(
    signed: Signature, model: type[Signature]
) -> None:
    for change_ in (
        lambda: model.objects.update(id=F("id")),
        lambda: model.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            change_()


def test_signing_costs_as_much_for_one_standard_as_for_all(
    asked: Asked, cast: Cast, framework: FrameworkVersion, django_assert_max_num_queries: Any
) -> None:
    found = begin(asked.trust, cast.director)
    fill_in(found, cast.director)
    domain = framework.domains.get(number=3)
    numbers = sorted(found.journey.standards)
    for position, number in enumerate(numbers):
        framework.standards.get_or_create(
            number=number, defaults={"domain": domain, "position": position, "wording": number}
        )
    with django_assert_max_num_queries(45):
        sign(found, asked.executive)
    kept = Evidence.objects.filter(kind="self_assessment", withdrawal=None)
    assert len(numbers) == 49
    assert sorted(kept.values_list("standards__number", flat=True)) == numbers
    assert len(set(kept.values_list("reference", flat=True))) == 49
    about = Entry.objects.filter(action="assess.evidence.add")
    assert about.values("subject_key").distinct().count() == 49


@pytest.mark.parametrize("is_decided", [False, True])
def test_not_applicable_in_old_words_is_said_of_what_follows(
    asked: Asked, cast: Cast, following: FrameworkVersion, is_decided: bool
) -> None:
    if is_decided:
        succession.accept_renumbered(into=following, by=cast.national, at=NOW)
    found = begin(asked.practice, asked.manager)
    fill_in(found, asked.manager, value="not_applicable")
    sign(found, asked.partner)
    # 1.1 asks something else now; what it asked is asked by 1.3.
    numbers = set(Applicability.objects.values_list("number", flat=True))
    assert numbers == ({"1.3"} if is_decided else set())


def test_nobody_signs_as_an_executive_whose_account_they_have_reset(
    asked: Asked, cast: Cast
) -> None:
    """Who gave the password and took the second factor away could sign in as them."""
    found = begin(asked.practice, asked.manager)
    fill_in(found, asked.manager)
    people.give_new_password(
        user=asked.partner, password="three words do well", by=cast.administrator,
        at=NOW - timedelta(days=5) + timedelta(minutes=1),
    )  # fmt: skip
    with pytest.raises(rules.CannotSign, match="you can sign from 24 November 2026 at "):
        sign(found, asked.partner)
    assert not Signature.objects.exists()
    sign(found, asked.partner, NOW + timedelta(minutes=1))
