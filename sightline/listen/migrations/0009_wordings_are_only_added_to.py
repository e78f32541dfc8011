"""The database refuses to change or delete a wording, its translations and a privacy notice."""

from django.db import migrations

TABLES = ("listen_wording", "listen_wordingtranslation", "listen_privacynotice")
WHY = "Wordings and notices are only added to."


def switch_on(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            f"""CREATE FUNCTION listen_wordings_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION '{WHY}' USING ERRCODE = '23514'; END $$""",
            params=None,
        )
    for table in TABLES:
        if vendor == "postgresql":
            statements = [
                f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
                    FOR EACH ROW EXECUTE FUNCTION listen_wordings_refuse()"""
            ]
        else:
            statements = [
                f"""CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
                    BEGIN SELECT RAISE(ABORT, '{WHY}'); END"""
                for verb in ("update", "delete")
            ]
        for statement in statements:
            schema_editor.execute(statement, params=None)


def switch_off(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_no_change ON {table}", params=None)
        else:
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}", params=None)
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION listen_wordings_refuse()", params=None)


class Migration(migrations.Migration):
    dependencies = [("listen", "0008_bank_rounds_and_notices")]
    operations = [migrations.RunPython(switch_on, switch_off)]
