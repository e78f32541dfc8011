"""One place that says it has a code. Where several were put in with it, the first keeps it.

The others stay as places; that they said the code is written in the trail, so that somebody can
look whether they are one place.
"""

from typing import Any

import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def keep_the_first(apps, schema_editor):
    NewPlace = apps.get_model("govern", "NewPlace")
    Entry = apps.get_model("trail", "Entry")
    first: dict[str, Any] = {}
    now = timezone.now()
    for one in (
        NewPlace.objects.exclude(ods_code="").select_related("organisation").order_by("at", "pk")
    ):
        kept = first.setdefault(one.ods_code.upper(), one)
        if kept.pk == one.pk:
            continue
        Entry.objects.create(
            at=now,
            by=None,
            action="govern.approvals.joining.same_code",
            subject_type="organisations.organisation",
            subject_key=str(one.organisation_id),
            reference=one.organisation.code,
            summary=(
                f"Put in with the code {one.ods_code}, which {kept.organisation.code} has as well. "
                "The code is kept there. Look whether both are one place."
            ),
            fields=["ods_code"],
        )
        one.ods_code = ""
        one.save(update_fields=["ods_code"])


class Migration(migrations.Migration):
    dependencies = [
        ("govern", "0006_approvals_are_added_to"),
        ("organisations", "0003_one_environment_of_a_name"),
        ("trail", "0003_downloads_are_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(keep_the_first, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="newplace",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Upper("ods_code"),
                condition=models.Q(("ods_code", ""), _negated=True),
                name="a_new_place_is_put_in_once",
            ),
        ),
    ]
