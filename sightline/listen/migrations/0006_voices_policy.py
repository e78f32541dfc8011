"""The first policy, and what the database refuses: openings and messages are only added to."""

from datetime import date

from django.db import migrations

SAYS = "What was opened and said on a case is only added to."

SQLITE_ON = [
    *(
        f"""CREATE TRIGGER listen_voiceopening_no_{verb} BEFORE {verb} ON listen_voiceopening
            BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""
        for verb in ("UPDATE", "DELETE")
    ),
    f"""CREATE TRIGGER listen_voicemessage_no_DELETE BEFORE DELETE ON listen_voicemessage
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END""",
    f"""CREATE TRIGGER listen_voicemessage_no_UPDATE BEFORE UPDATE ON listen_voicemessage
        WHEN NEW.text <> '' OR NEW.voice_id <> OLD.voice_id OR NEW.lane <> OLD.lane
            OR NEW.kind <> OLD.kind OR NEW."on" <> OLD."on" OR NEW.by_id IS NOT OLD.by_id
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END""",
]
SQLITE_OFF = [
    f"DROP TRIGGER listen_voice{table}_no_{verb}"
    for table in ("opening", "message")
    for verb in ("UPDATE", "DELETE")
]

POSTGRESQL_ON = [
    f"""CREATE FUNCTION listen_voices_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = '23514'; END $$""",
    """CREATE TRIGGER listen_voiceopening_no_change BEFORE UPDATE OR DELETE ON listen_voiceopening
       FOR EACH ROW EXECUTE FUNCTION listen_voices_refuse()""",
    """CREATE TRIGGER listen_voicemessage_no_delete BEFORE DELETE ON listen_voicemessage
       FOR EACH ROW EXECUTE FUNCTION listen_voices_refuse()""",
    """CREATE TRIGGER listen_voicemessage_no_update BEFORE UPDATE ON listen_voicemessage
       FOR EACH ROW WHEN (NEW.text <> '' OR NEW.voice_id <> OLD.voice_id
           OR NEW.lane <> OLD.lane OR NEW.kind <> OLD.kind OR NEW."on" <> OLD."on"
           OR NEW.by_id IS DISTINCT FROM OLD.by_id)
       EXECUTE FUNCTION listen_voices_refuse()""",
]
POSTGRESQL_OFF = [
    "DROP TRIGGER listen_voicemessage_no_update ON listen_voicemessage",
    "DROP TRIGGER listen_voicemessage_no_delete ON listen_voicemessage",
    "DROP TRIGGER listen_voiceopening_no_change ON listen_voiceopening",
    "DROP FUNCTION listen_voices_refuse()",
]


def _run(schema_editor, sqlite, postgresql):
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[vendor]:
        schema_editor.execute(statement, params=None)


def switch_on(apps, schema_editor):
    _run(schema_editor, SQLITE_ON, POSTGRESQL_ON)


def switch_off(apps, schema_editor):
    _run(schema_editor, SQLITE_OFF, POSTGRESQL_OFF)


def first_policy(apps, schema_editor):
    # Our own proposal, not an official one: is_checked stays false until somebody adopts it.
    # Check the keeping times against the official text of the records management code.
    apps.get_model("listen", "VoicePolicy").objects.create(
        from_date=date(2020, 1, 1),
        acknowledge_days=2,
        triage_days=5,
        answer_days=20,
        urgent_acknowledge_days=1,
        urgent_triage_days=2,
        urgent_answer_days=10,
        receipt_days=730,
        keep_concern_days=2190,
        keep_story_days=1095,
        keep_other_days=730,
        raised_an_hour=300,
        additions_a_day=20,
    )


def no_policy(apps, schema_editor):
    apps.get_model("listen", "VoicePolicy").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("listen", "0005_voices")]
    operations = [
        migrations.RunPython(first_policy, no_policy),
        migrations.RunPython(switch_on, switch_off),
    ]
