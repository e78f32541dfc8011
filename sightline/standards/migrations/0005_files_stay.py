"""The database refuses to change or delete a loaded file."""

from django.db import migrations

SAYS = "A loaded file is never changed."
TABLES = ("standards_loaded_file",)

SQLITE_ON = [
    f"""CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
]
SQLITE_OFF = [
    f"DROP TRIGGER {table}_no_{verb}" for table in TABLES for verb in ("UPDATE", "DELETE")
]
POSTGRESQL_ON = [
    f"""CREATE FUNCTION standards_refuse_files() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = '23514'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION standards_refuse_files()"""
        for table in TABLES
    ),
]
POSTGRESQL_OFF = [
    *(f"DROP TRIGGER {table}_no_change ON {table}" for table in TABLES),
    "DROP FUNCTION standards_refuse_files()",
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
    dependencies = [("standards", "0004_loaded_files")]
    operations = [migrations.RunPython(switch_on, switch_off)]
