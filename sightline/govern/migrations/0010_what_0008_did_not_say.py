"""0008 ended links without a line in the trail, and undoing it unguards documents on SQLite."""

from django.conf import settings
from django.db import migrations
from django.utils import timezone

ACTION = "assess.returns.contributors.end_opened"
DOCUMENTS = "govern_approval_document"
SAYS = "The history of an approval is only added to."


def say_what_was_ended(apps, schema_editor):
    """One line for each assessment, of now; it says as of when its links were ended, and why.

    Whoever ends an approval since then ends its links at the same moment, with a line of that
    moment. So links that ended with an approval, and no line of that moment, were ended by 0008.
    """
    OpenedSection = apps.get_model("govern", "OpenedSection")
    Entry = apps.get_model("trail", "Entry")
    now = timezone.now()
    for one in (
        OpenedSection.objects.exclude(contributor__ended_because="")
        .filter(contact__approval__state__in=("not_approved", "withdrawn", "ended"))
        .select_related("contact__approval", "contributor__self_assessment")
    ):
        approval, found = one.contact.approval, one.contributor.self_assessment
        ended_at = one.contributor.ended_at
        if ended_at != approval.steps.order_by("at", "pk").last().at:
            continue
        about = Entry.objects.filter(
            action=ACTION, subject_type="assess.return", subject_key=str(found.pk)
        )
        summary = (
            "Links that a link of the place had opened were ended by an update of the service, as "
            f"of {timezone.localtime(ended_at):%-d %B %Y}, when {approval.reference} came to its "
            "end"
        )
        if about.filter(at=ended_at).exists() or about.filter(summary=summary).exists():
            continue
        Entry.objects.create(
            at=now,
            by=None,
            action=ACTION,
            subject_type="assess.return",
            subject_key=str(found.pk),
            reference=found.reference,
            summary=summary,
            fields=[],
        )


def guard_documents(apps, schema_editor):
    """Where 0008 was undone and done again, SQLite has made the table anew without its guards."""
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"""CREATE TRIGGER IF NOT EXISTS {DOCUMENTS}_no_{verb} BEFORE {verb} ON {DOCUMENTS}
                BEGIN SELECT RAISE(ABORT, '{SAYS}'); END""",
                params=None,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("assess", "0005_why_a_link_ended"),
        ("govern", "0009_what_ended_links_left_open"),
        ("trail", "0003_downloads_are_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(say_what_was_ended, migrations.RunPython.noop),
        migrations.RunPython(guard_documents, migrations.RunPython.noop),
    ]
