"""The database refuses to change or delete versions of codes, codings and verdicts on themes."""

from django.db import migrations

TABLES = (
    "listen_codeversion",
    "listen_coding",
    "listen_appliedcode",
    "listen_themeverdict",
)
SAYS = "Coding is only added to."

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
    f"""CREATE FUNCTION listen_coding_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = '23514'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION listen_coding_refuse()"""
        for table in TABLES
    ),
]
POSTGRESQL_OFF = [
    *(f"DROP TRIGGER {table}_no_change ON {table}" for table in TABLES),
    "DROP FUNCTION listen_coding_refuse()",
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
    dependencies = [("listen", "0021_codebook")]
    operations = [migrations.RunPython(switch_on, switch_off)]
