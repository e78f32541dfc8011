"""Sections that the link of a place had opened, where that link was ended before 0008 joined them."""

from django.conf import settings
from django.db import migrations
from django.utils import timezone


def end_what_stayed_open(apps, schema_editor):
    """They worked until now, so they end now; one line in the trail for each assessment."""
    Contributor = apps.get_model("assess", "Contributor")
    OpenedSection = apps.get_model("govern", "OpenedSection")
    Entry = apps.get_model("trail", "Entry")
    now = timezone.now()
    told = set()
    for one in (
        OpenedSection.objects.exclude(contact__ended_at=None)
        .filter(contributor__ended_at=None)
        .select_related("contributor__self_assessment")
    ):
        Contributor.objects.filter(pk=one.contributor_id).update(ended_at=now)
        found = one.contributor.self_assessment
        if found.pk in told:
            continue
        told.add(found.pk)
        Entry.objects.create(
            at=now,
            by=None,
            action="assess.returns.contributors.end_opened",
            subject_type="assess.return",
            subject_key=str(found.pk),
            reference=found.reference,
            summary=(
                "Links that a link of the place had opened were ended: that one was ended before"
            ),
            fields=[],
        )


class Migration(migrations.Migration):
    dependencies = [
        ("assess", "0005_why_a_link_ended"),
        ("govern", "0008_what_is_taken_back"),
        ("trail", "0003_downloads_are_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(end_what_stayed_open, migrations.RunPython.noop),
    ]
