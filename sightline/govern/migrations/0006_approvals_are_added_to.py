"""The database refuses to change or delete what was decided, declared, said or sent."""

from django.db import migrations

TABLES = (
    "govern_approval_step",
    "govern_approval_document",
    "govern_approval_decision",
    "govern_approved_number",
    "govern_approval_declaration",
    "govern_approval_condition_word",
    "govern_approval_question",
    "govern_approval_question_answer",
)
SAYS = "The history of an approval is only added to."

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
    f"""CREATE FUNCTION govern_approval_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = '23514'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION govern_approval_refuse()"""
        for table in TABLES
    ),
]
POSTGRESQL_OFF = [
    *(f"DROP TRIGGER {table}_no_change ON {table}" for table in TABLES),
    "DROP FUNCTION govern_approval_refuse()",
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
    dependencies = [("govern", "0005_approvals")]
    operations = [migrations.RunPython(switch_on, switch_off)]
