"""Links that 0008 ended are in the trail, and documents are guarded again where it was undone."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from sightline.assess.returns.contributors.models import Contributor
from sightline.conftest import NOW, Cast, Country
from sightline.govern.approvals import actions as approvals
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.documents.models import ApprovalDocument
from sightline.govern.approvals.factories import add_document, approved, begin
from sightline.govern.approvals.joining import actions
from sightline.govern.approvals.joining.models import OpenedSection, PlaceContact
from sightline.standards.models import FrameworkVersion
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
before = import_module("sightline.govern.migrations.0008_what_is_taken_back")
migration = import_module("sightline.govern.migrations.0010_what_0008_did_not_say")
LATER = NOW + timedelta(days=3)


@pytest.fixture
def contact(
    country: Country, cast: Cast, schools: Schools, framework: FrameworkVersion
) -> PlaceContact:
    """Of an approval in force; the link has opened a section."""
    found = approved(country, schools.lead, cast.north_manager, schools.first)
    made, _ = actions.invite(
        approval=found, name="Ros", email="ros@example.org", by=schools.manager, at=NOW
    )
    actions.open_section(contact=made, section="ready", by=None, at=NOW)
    return made


def end(contact: PlaceContact, cast: Cast) -> None:
    approvals.end(
        approval=contact.approval, reason="It has closed.", by=cast.north_manager, at=LATER
    )


def test_links_that_the_update_ended_are_in_the_trail_once(
    contact: PlaceContact, cast: Cast
) -> None:
    OpenedSection.objects.all().delete()  # as it was before: what it opened is not known
    end(contact, cast)
    before.join_what_was_opened(apps, None)
    one = Contributor.objects.get()
    assert one.ended_at == LATER
    lines = Entry.objects.filter(action=migration.ACTION)
    assert not lines.exists()
    for _ in range(2):
        migration.say_what_was_ended(apps, None)
        line = lines.get()
        assert (line.subject_type, line.subject_key, line.by) == (
            one.self_assessment._meta.label_lower, str(one.self_assessment_id), None,
        )  # fmt: skip
        assert "as of 27 November 2026" in line.summary
        assert contact.approval.reference in line.summary


def test_links_that_people_ended_are_not_told_again(contact: PlaceContact, cast: Cast) -> None:
    end(contact, cast)
    line = Entry.objects.get(action=migration.ACTION)
    migration.say_what_was_ended(apps, None)
    assert Entry.objects.get(action=migration.ACTION) == line


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite makes tables anew")
def test_documents_are_guarded_again_where_the_guard_was_lost(
    country: Country, schools: Schools
) -> None:
    add_document(begin(country, schools.lead, schools.first), schools.lead)
    with connection.cursor() as cursor:
        for verb in ("UPDATE", "DELETE"):
            cursor.execute(f"DROP TRIGGER govern_approval_document_no_{verb}")

        class Editor:
            """What a migration does, without making tables anew: a test is one transaction."""

            def __init__(self) -> None:
                self.connection = connection

            def execute(self, sql: str, params: None) -> None:
                cursor.execute(sql, params)

        for _ in range(2):
            migration.guard_documents(apps, Editor())
    for change in (
        lambda: ApprovalDocument.objects.update(title="Other"),
        lambda: ApprovalDocument.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            change()
