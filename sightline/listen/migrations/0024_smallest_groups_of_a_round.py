"""Each round says the smallest groups that it shows; those of before have what they had."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("listen", "0023_codebook_runs")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="threshold_inside",
            field=models.PositiveSmallIntegerField(default=5),
        ),
        migrations.AddField(
            model_name="round",
            name="threshold_public",
            field=models.PositiveSmallIntegerField(default=10),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=Q(threshold_inside__gte=3)
                & Q(threshold_public__gte=F("threshold_inside")),
                name="a_round_shows_no_smaller_groups_in_public",
            ),
        ),
    ]
