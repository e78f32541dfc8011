"""The database refuses to change or delete what the register shows of a past day."""

from django.db import migrations

TABLES = (
    "respond_standing",
    "respond_categorydecision",
    "respond_categorydecision_evidence",
    "respond_ending",
)
SAYS = "The register is only added to."

SQLITE_ON = [
    f"""CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
] + [
    """CREATE TRIGGER respond_categorydecision_same_concern
        BEFORE INSERT ON respond_categorydecision
        WHEN NEW.supersedes_id IS NOT NULL AND NEW.concern_id <> (
            SELECT concern_id FROM respond_categorydecision WHERE id = NEW.supersedes_id)
        BEGIN SELECT RAISE(ABORT, 'A decision replaces one on the same concern.'); END"""
]
SQLITE_OFF = [
    f"DROP TRIGGER {table}_no_{verb}" for table in TABLES for verb in ("UPDATE", "DELETE")
] + ["DROP TRIGGER respond_categorydecision_same_concern"]

POSTGRESQL_ON = [
    f"""CREATE FUNCTION respond_register_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = '23514'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION respond_register_refuse()"""
        for table in TABLES
    ),
    """CREATE FUNCTION respond_categorydecision_check() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.supersedes_id IS NOT NULL AND NEW.concern_id <> (
                SELECT concern_id FROM respond_categorydecision WHERE id = NEW.supersedes_id)
            THEN RAISE EXCEPTION 'A decision replaces one on the same concern.'
                USING ERRCODE = '23514'; END IF;
            RETURN NEW;
        END $$""",
    """CREATE TRIGGER respond_categorydecision_same_concern
       BEFORE INSERT ON respond_categorydecision
       FOR EACH ROW EXECUTE FUNCTION respond_categorydecision_check()""",
]
POSTGRESQL_OFF = [
    "DROP TRIGGER respond_categorydecision_same_concern ON respond_categorydecision",
    "DROP FUNCTION respond_categorydecision_check()",
    *(f"DROP TRIGGER {table}_no_change ON {table}" for table in TABLES),
    "DROP FUNCTION respond_register_refuse()",
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
    dependencies = [("respond", "0002_more_constraints")]
    operations = [migrations.RunPython(switch_on, switch_off)]
