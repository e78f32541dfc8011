"""The database refuses to change what a signal showed, how it ended and what became of it."""

from django.db import migrations

SAYS = "What a signal showed and how it ended is only added to."
ADDED_ONLY = ("insight_signal_ending", "insight_signal_turn")
SIGNAL = "insight_signal"
#: Columns of a signal that stay as they were on the day.
KEPT = (
    "reference, kind, group_level, group_code, group_other_code, cause, basis, basis_when, "
    "basis_what, headline, says, frozen, strength, found_at"
)

SQLITE_ON = [
    f"""CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""
    for table in ADDED_ONLY
    for verb in ("UPDATE", "DELETE")
] + [
    f"""CREATE TRIGGER {SIGNAL}_kept BEFORE UPDATE OF {KEPT} ON {SIGNAL}
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END""",
    f"""CREATE TRIGGER {SIGNAL}_no_delete BEFORE DELETE ON {SIGNAL}
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END""",
]
SQLITE_OFF = [
    f"DROP TRIGGER {table}_no_{verb}" for table in ADDED_ONLY for verb in ("UPDATE", "DELETE")
] + [f"DROP TRIGGER {SIGNAL}_kept", f"DROP TRIGGER {SIGNAL}_no_delete"]
POSTGRESQL_ON = [
    f"""CREATE FUNCTION insight_signals_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = '23514'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION insight_signals_refuse()"""
        for table in ADDED_ONLY
    ),
    f"""CREATE TRIGGER {SIGNAL}_kept BEFORE UPDATE OF {KEPT} ON {SIGNAL}
        FOR EACH ROW EXECUTE FUNCTION insight_signals_refuse()""",
    f"""CREATE TRIGGER {SIGNAL}_no_delete BEFORE DELETE ON {SIGNAL}
        FOR EACH ROW EXECUTE FUNCTION insight_signals_refuse()""",
]
POSTGRESQL_OFF = [
    *(f"DROP TRIGGER {table}_no_change ON {table}" for table in ADDED_ONLY),
    f"DROP TRIGGER {SIGNAL}_kept ON {SIGNAL}",
    f"DROP TRIGGER {SIGNAL}_no_delete ON {SIGNAL}",
    "DROP FUNCTION insight_signals_refuse()",
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
    dependencies = [("insight", "0004_signals")]
    operations = [migrations.RunPython(switch_on, switch_off)]
