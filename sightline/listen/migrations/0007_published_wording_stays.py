"""The database refuses to change or delete the wording of a published questionnaire."""

from django.db import migrations

TABLE = "listen_questionnaireversion"
SAYS = "A published wording is never changed."

SQLITE_ON = [
    f"""CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE}
        WHEN OLD.published_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""
    for verb in ("UPDATE", "DELETE")
]
SQLITE_OFF = [f"DROP TRIGGER {TABLE}_no_{verb}" for verb in ("UPDATE", "DELETE")]

POSTGRESQL_ON = [
    f"""CREATE FUNCTION listen_published_wording_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = '23514'; END $$""",
    f"""CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW WHEN (OLD.published_at IS NOT NULL)
        EXECUTE FUNCTION listen_published_wording_refuse()""",
]
POSTGRESQL_OFF = [
    f"DROP TRIGGER {TABLE}_no_change ON {TABLE}",
    "DROP FUNCTION listen_published_wording_refuse()",
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
    dependencies = [("listen", "0006_voices_policy")]
    operations = [migrations.RunPython(switch_on, switch_off)]
