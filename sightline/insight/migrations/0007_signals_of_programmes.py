"""Signals of programmes and professions all over the nation; clear falls."""

import importlib

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("outlier", "Far below others like it"),
    ("repeat", "Low three rounds in a row"),
    ("fall", "Fell more than others"),
    ("worse", "Clearly worse than before"),
    ("response", "Fewer learners answered"),
    ("equity", "Gap between groups of people"),
    ("comments", "Theme of comments that rises"),
    ("process", "Our own work, worse than usual"),
]
guards = importlib.import_module("sightline.insight.migrations.0005_signals_only_added_to")


def guard_again(apps, schema_editor):
    """SQLite makes the table anew for its constraint, and so forgets what guards it."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in guards.SQLITE_ON:
            schema_editor.execute(
                statement.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"), params=None
            )


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0006_rising_comments"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        # Backwards, the table is made anew once more.
        migrations.RunPython(migrations.RunPython.noop, guard_again),
        migrations.RemoveConstraint(
            model_name="signal", name="only_a_signal_of_the_nation_has_no_organisation"
        ),
        migrations.AddField(
            model_name="signal",
            name="profession",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.profession",
            ),
        ),
        migrations.AlterField(
            model_name="signal",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=10),
        ),
        migrations.AlterField(
            model_name="signalcount",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=10),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation__isnull", False),
                    ("group_level", "nation"),
                    models.Q(("group_level", "programme"), ("programme__isnull", False)),
                    models.Q(("group_level", "profession"), ("profession__isnull", False)),
                    _connector="OR",
                ),
                name="a_signal_without_an_organisation_is_all_over_the_nation",
            ),
        ),
        migrations.RunPython(guard_again, migrations.RunPython.noop),
    ]
