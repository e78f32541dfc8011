"""The database refuses to change or delete how a tension ended."""

from django.db import migrations

SAYS = "How a tension ended is only added to."
TABLE = "insight_tension_ending"

SQLITE_ON = [
    f"""CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""
    for verb in ("UPDATE", "DELETE")
]
SQLITE_OFF = [f"DROP TRIGGER {TABLE}_no_{verb}" for verb in ("UPDATE", "DELETE")]
POSTGRESQL_ON = [
    f"""CREATE FUNCTION insight_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = '23514'; END $$""",
    f"""CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION insight_refuse()""",
]
POSTGRESQL_OFF = [
    f"DROP TRIGGER {TABLE}_no_change ON {TABLE}",
    "DROP FUNCTION insight_refuse()",
]


def _run(schema_editor, sqlite, postgresql):
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[vendor]:
        schema_editor.execute(statement, params=None)


def switch_on(apps, schema_editor):
    _run(schema_editor, SQLITE_ON, POSTGRESQL_ON)


def switch_off(apps, schema_editor):
    _run(schema_editor, SQLITE_OFF, POSTGRESQL_OFF)


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_tensions")]
    operations = [migrations.RunPython(switch_on, switch_off)]
