"""Links that were ended before what they had opened was known: the migration ends that too."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from sightline.assess.returns.contributors.models import Contributor
from sightline.conftest import NOW, Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import approved
from sightline.govern.approvals.joining import actions
from sightline.govern.approvals.joining.models import PlaceContact
from sightline.standards.models import FrameworkVersion
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
migration = import_module("sightline.govern.migrations.0009_what_ended_links_left_open")


def test_sections_of_links_that_were_ended_before_end(
    country: Country, cast: Cast, schools: Schools, framework: FrameworkVersion
) -> None:
    found = approved(country, schools.lead, cast.north_manager, schools.first)
    ended, works = (
        actions.invite(
            approval=found, name=name, email=f"{name}@example.org", by=schools.manager, at=NOW
        )[0]
        for name in ("Ros", "Mo")
    )
    for contact in (ended, works):
        actions.open_section(contact=contact, section="ready", by=None, at=NOW)
    PlaceContact.objects.filter(pk=ended.pk).update(ended_at=NOW)  # as it was done before
    for _ in range(2):  # a second time changes nothing
        migration.end_what_stayed_open(apps, None)
        assert [
            (one.name, one.ended_at is None, one.ended_because)
            for one in Contributor.objects.order_by("name")
        ] == [("Mo", True, ""), ("Ros", False, "")]
        line = Entry.objects.get(action="assess.returns.contributors.end_opened")
        asked = Contributor.objects.get(name="Ros").self_assessment
        assert (line.subject_key, line.reference) == (str(asked.pk), asked.reference)
        assert (line.subject_type, line.by) == (asked._meta.label_lower, None)
