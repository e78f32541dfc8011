"""Documents are withdrawn, links of a place end what they opened, early decisions say why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

#: SQLite makes this table anew for a column, and so forgets what guards it: see 0006.
REMADE = "govern_approval_decision"
ADDED = "govern_approval_document_withdrawal"
SAYS = "The history of an approval is only added to."


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"""CREATE TRIGGER {ADDED}_no_change BEFORE UPDATE OR DELETE ON {ADDED}
            FOR EACH ROW EXECUTE FUNCTION govern_approval_refuse()""",
            params=None,
        )
        return
    for table in (REMADE, ADDED):
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"""CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
                BEGIN SELECT RAISE(ABORT, '{SAYS}'); END""",
                params=None,
            )


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {ADDED}_no_change ON {ADDED}", params=None)


def guard_again(apps, schema_editor):
    """Backwards, the table is made anew once more."""
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"""CREATE TRIGGER IF NOT EXISTS {REMADE}_no_{verb} BEFORE {verb} ON {REMADE}
                BEGIN SELECT RAISE(ABORT, '{SAYS}'); END""",
                params=None,
            )


def join_what_was_opened(apps, schema_editor):
    """Sections that were opened before: by whose link is told by the address, moment and trail."""
    Contributor = apps.get_model("assess", "Contributor")
    PlaceContact = apps.get_model("govern", "PlaceContact")
    OpenedSection = apps.get_model("govern", "OpenedSection")
    Entry = apps.get_model("trail", "Entry")
    opened_by = {}
    for contact in PlaceContact.objects.order_by("at", "pk"):
        for one in Contributor.objects.filter(
            self_assessment__in=contact.approval.readiness.values("self_assessment"),
            email=contact.email,
            name=contact.name,
            invited_by=contact.by_id,
            invited_at__gte=contact.at,
        ):
            if Entry.objects.filter(
                action="assess.returns.contributors.open_section",
                subject_type="assess.return",
                subject_key=str(one.self_assessment_id),
                at=one.invited_at,
            ).exists():
                opened_by[one.pk] = contact
    for pk, contact in opened_by.items():
        OpenedSection.objects.create(contact_id=contact.pk, contributor_id=pk)
        last = contact.approval.steps.order_by("at", "pk").last()
        if contact.approval.state in ("not_approved", "withdrawn", "ended") and last:
            Contributor.objects.filter(pk=pk, ended_at=None).update(
                ended_at=last.at,
                ended_because=(
                    "The application or approval that you were asked about is "
                    f"“{last.get_after_display().lower()}”, so nothing more is asked of the place."
                ),
            )


class Migration(migrations.Migration):
    dependencies = [
        ("assess", "0005_why_a_link_ended"),
        ("govern", "0007_a_new_place_is_put_in_once"),
        ("trail", "0003_downloads_are_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, guard_again),
        migrations.AddField(
            model_name="approvaldocument",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="govern.placecontact",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="why_early",
            field=models.TextField(blank=True),
        ),
        migrations.CreateModel(
            name="OpenedSection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened",
                        to="govern.placecontact",
                    ),
                ),
                (
                    "contributor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assess.contributor",
                    ),
                ),
            ],
            options={
                "db_table": "govern_opened_section",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DocumentWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("by_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="govern.approvaldocument",
                    ),
                ),
            ],
            options={
                "db_table": "govern_approval_document_withdrawal",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("by_name", ""), _negated=True),
                        ),
                        name="who_withdraws_a_document_says_why",
                    )
                ],
            },
        ),
        migrations.RunPython(guard, unguard),
        migrations.RunPython(join_what_was_opened, migrations.RunPython.noop),
    ]
