from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from sightline.assess.evidence import files, scanning
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.govern.approvals import actions as applying
from sightline.govern.approvals.conditions import actions as proving
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.documents import actions
from sightline.govern.approvals.documents.models import ApprovalDocument, DocumentWithdrawal
from sightline.govern.approvals.factories import (
    add_document,
    begin,
    condition,
    decide,
    sent_in,
    with_panel,
)
from sightline.govern.approvals.panels.models import Decision
from sightline.govern.approvals.rules import CannotApprove
from sightline.people.models import User

pytestmark = pytest.mark.django_db
INFECTED = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def test_kept_with_its_hash_and_never_replaced(
    country: Country, schools: Schools, uploads: Path
) -> None:
    found = begin(country, schools.lead, schools.first)
    made = add_document(found, schools.lead)
    assert (made.size, made.by_name, made.scan) == (14, "Uma University", "not_scanned")
    with files.open_checked(made.stored_name, made.sha256) as opened:
        assert opened.read() == b"Our induction."
    add_document(found, schools.manager, b"A second one.")
    assert found.documents.count() == 2


@pytest.mark.parametrize(
    ("content", "refusal", "said"),
    [
        (b"", files.CannotTake, "empty"),
        (b"MZ\x00\x01program", files.CannotTake, "not taken"),
        (b"<html>", files.CannotTake, "not taken"),
        (INFECTED, scanning.Infected, "was not kept"),
    ],
)
def test_what_is_not_taken_leaves_nothing_behind(
    content: bytes, refusal: type[Exception], said: str,
    country: Country, schools: Schools, uploads: Path,
) -> None:  # fmt: skip
    found = begin(country, schools.lead, schools.first)
    with pytest.raises(refusal, match=said):
        add_document(found, schools.lead, content)
    assert not found.documents.exists()
    assert not [one for one in uploads.rglob("*") if one.is_file()]


@pytest.mark.parametrize("name", ["run.bat", "x.exe", "plan.pdf.vbs"])
def test_text_under_the_name_of_a_program_leaves_nothing_behind(
    name: str, country: Country, schools: Schools, uploads: Path
) -> None:
    found = begin(country, schools.lead, schools.first)
    with pytest.raises(files.CannotTake, match="a program or a web page"):
        actions.add(
            approval=found, title="Plan", file=io.BytesIO(b"echo 1"), file_name=name,
            by=schools.lead, at=NOW,
        )  # fmt: skip
    assert not [one for one in uploads.rglob("*") if one.is_file()]


def test_too_large(
    country: Country, schools: Schools, monkeypatch: pytest.MonkeyPatch, uploads: Path
) -> None:
    monkeypatch.setattr(files, "LARGEST", 5)
    found = begin(country, schools.lead, schools.first)
    with pytest.raises(files.CannotTake, match="larger than 20 MB"):
        add_document(found, schools.lead)
    assert not [one for one in uploads.rglob("*") if one.is_file()]


def test_who_cannot_add(country: Country, cast: Cast, schools: Schools) -> None:
    found = sent_in(country, schools.lead, schools.first)
    for person in (schools.second_lead, cast.icb_lead, cast.south_manager):
        with pytest.raises(NotPermitted):
            add_document(found, person)
    with pytest.raises(CannotApprove, match="does not lead here"):
        actions.add(
            approval=found, title="x", file=io.BytesIO(b"x"), file_name="x", by=None, at=NOW
        )
    with pytest.raises(CannotApprove, match="what the document is"):
        actions.add(
            approval=found, title=" ", file=io.BytesIO(b"x"), file_name="x",
            by=schools.lead, at=NOW,
        )  # fmt: skip
    applying.withdraw(approval=found, reason="No.", by=schools.lead, at=NOW)
    with pytest.raises(CannotApprove, match="nothing can be added"):
        add_document(found, schools.lead)


def test_withdrawn_with_a_reason_and_kept(country: Country, cast: Cast, schools: Schools) -> None:
    found = sent_in(country, schools.lead, schools.first)
    made, other = (add_document(found, schools.lead) for _ in range(2))
    for person in (schools.second_lead, cast.icb_lead, cast.south_manager):
        with pytest.raises(NotPermitted):
            actions.withdraw(document=made, reason="Mine.", by=person, at=NOW)
    with pytest.raises(CannotApprove, match="Say why"):
        actions.withdraw(document=made, reason=" ", by=schools.lead, at=NOW)
    taken = actions.withdraw(document=made, reason=" It names a learner. ", by=schools.lead, at=NOW)
    assert (taken.reason, taken.by_name) == ("It names a learner.", "Uma University")
    with pytest.raises(CannotApprove, match="withdrawn already"):
        actions.withdraw(document=made, reason="Twice.", by=schools.lead, at=NOW)
    assert list(found.documents.standing()) == [other]
    assert found.documents.count() == 2
    decide(with_panel(found, cast.north_manager), cast.north_manager)
    for change in (
        lambda: DocumentWithdrawal.objects.update(reason="Other."),
        lambda: DocumentWithdrawal.objects.all().delete(),
        lambda: ApprovalDocument.objects.update(title="Other."),
        lambda: Decision.objects.update(why_early="Other."),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_place_takes_nothing_away_that_others_sent(
    country: Country, cast: Cast, schools: Schools
) -> None:
    team, place = cast.north_manager, schools.manager
    found = sent_in(country, schools.lead, schools.first)
    of_team, of_school, own = (
        add_document(found, person) for person in (team, schools.lead, place)
    )

    def refused(document: ApprovalDocument, by: User) -> None:
        with pytest.raises(CannotApprove, match="Only who sent a document and the quality team"):
            actions.withdraw(document=document, reason="Away with it.", by=by, at=NOW)

    for document, person in (
        (of_team, place), (of_school, place), (of_team, schools.lead), (own, schools.lead),
    ):  # fmt: skip
        refused(document, person)
    decide(with_panel(found, team), team, documents=[of_team])
    refused(of_team, place)
    assert list(found.documents.standing()) == [of_team, of_school, own]
    actions.withdraw(document=own, reason="Ours.", by=place, at=NOW)
    actions.withdraw(document=of_school, reason="It names a learner.", by=team, at=NOW)
    assert list(found.documents.standing()) == [of_team]


def test_those_that_stand_count_to_the_limit(
    country: Country, schools: Schools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    found = begin(country, schools.lead, schools.first)
    first = add_document(found, schools.lead)
    with pytest.raises(CannotApprove, match="1 documents are the most"):
        add_document(found, schools.lead)
    actions.withdraw(document=first, reason="Outdated.", by=schools.lead, at=NOW)
    add_document(found, schools.lead)
    with pytest.raises(CannotApprove, match="are the most"):
        add_document(found, schools.lead)


def test_nothing_rests_on_what_was_withdrawn(
    country: Country, cast: Cast, schools: Schools
) -> None:
    team = cast.north_manager
    found = sent_in(country, schools.lead, schools.first)
    add_document(found, schools.lead)
    made = found.documents.standing().get()  # as a form has read it before
    actions.withdraw(
        document=ApprovalDocument.objects.get(), reason="Outdated.", by=schools.lead, at=NOW
    )
    panel = with_panel(found, team)
    with pytest.raises(CannotApprove, match="was withdrawn meanwhile"):
        decide(panel, team, documents=[made])
    decide(panel, team, outcome="conditions", conditions=[condition(TODAY)])
    with pytest.raises(CannotApprove, match="was withdrawn"):
        proving.prove(
            condition=found.conditions.get(), text="See it.", document=made, by=schools.lead,
            at=NOW,
        )  # fmt: skip
