"""How alike two wordings are is worked out from them: they never change, so it is not kept."""

from django.db import migrations, models

SAYS = "What follows a standard is only added to."
TABLE = "standards_succession"


def guard(apps, schema_editor):
    """SQLite makes the table anew for a column, and so forgets what guards it: see 0003."""
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{verb} BEFORE {verb} ON {TABLE}
                BEGIN SELECT RAISE(ABORT, '{SAYS}'); END""",
                params=None,
            )


class Migration(migrations.Migration):
    dependencies = [("standards", "0005_files_stay")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, guard),
        migrations.RemoveConstraint(model_name="succession", name="likeness_is_from_0_to_1"),
        # So that it can be put back.
        migrations.AlterField(
            model_name="succession", name="likeness", field=models.FloatField(default=0)
        ),
        migrations.RemoveField(model_name="succession", name="likeness"),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
