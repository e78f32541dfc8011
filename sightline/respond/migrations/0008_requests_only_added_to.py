"""The database refuses to change or delete requests for a review and their answers."""

from django.db import migrations

SAYS = "The register is only added to."
TABLES = (
    "respond_review_request",
    "respond_review_request_standards",
    "respond_review_request_answer",
)

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
    f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION respond_register_refuse()"""
    for table in TABLES
]
POSTGRESQL_OFF = [f"DROP TRIGGER {table}_no_change ON {table}" for table in TABLES]


def _run(schema_editor, sqlite, postgresql):
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[vendor]:
        schema_editor.execute(statement, params=None)


def switch_on(apps, schema_editor):
    _run(schema_editor, SQLITE_ON, POSTGRESQL_ON)


def switch_off(apps, schema_editor):
    _run(schema_editor, SQLITE_OFF, POSTGRESQL_OFF)


class Migration(migrations.Migration):
    dependencies = [("respond", "0007_reviews_asked_for")]
    operations = [migrations.RunPython(switch_on, switch_off)]
