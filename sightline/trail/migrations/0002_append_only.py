"""The database refuses to change or delete a line of the trail."""

from django.db import migrations

SQLITE_ON = [
    """CREATE TRIGGER trail_entry_no_update BEFORE UPDATE ON trail_entry
       BEGIN SELECT RAISE(ABORT, 'The trail is only added to.'); END""",
    """CREATE TRIGGER trail_entry_no_delete BEFORE DELETE ON trail_entry
       BEGIN SELECT RAISE(ABORT, 'The trail is only added to.'); END""",
]
SQLITE_OFF = ["DROP TRIGGER trail_entry_no_update", "DROP TRIGGER trail_entry_no_delete"]

POSTGRESQL_ON = [
    """CREATE FUNCTION trail_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'The trail is only added to.' USING ERRCODE = '23514'; END $$""",
    """CREATE TRIGGER trail_entry_no_change BEFORE UPDATE OR DELETE ON trail_entry
       FOR EACH ROW EXECUTE FUNCTION trail_entry_refuse()""",
]
POSTGRESQL_OFF = [
    "DROP TRIGGER trail_entry_no_change ON trail_entry",
    "DROP FUNCTION trail_entry_refuse()",
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
    dependencies = [("trail", "0001_initial")]
    operations = [migrations.RunPython(switch_on, switch_off)]
