import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sightline.results.levels
from sightline.base import new_tables


class Migration(new_tables.Migration):
    dependencies = [
        ("insight", "0003_reports"),
        ("organisations", "0003_one_environment_of_a_name"),
        ("respond", "0008_requests_only_added_to"),
        ("results", "0004_is_flagged"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SignalLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("waiting", models.PositiveIntegerField()),
                ("new", models.PositiveIntegerField()),
                ("gone", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "insight_signal_look",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Signal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("outlier", "Far below others like it"),
                            ("repeat", "Low three rounds in a row"),
                            ("fall", "Fell more than others"),
                            ("response", "Fewer learners answered"),
                            ("equity", "Gap between groups of people"),
                            ("process", "Our own work, worse than usual"),
                        ],
                        max_length=10,
                    ),
                ),
                ("group_level", models.CharField(max_length=24)),
                ("group_code", models.CharField(max_length=24)),
                ("group_other_code", models.CharField(blank=True, max_length=24)),
                ("measure", models.CharField(blank=True, max_length=40)),
                ("detail", models.CharField(blank=True, max_length=40)),
                ("cause", models.CharField(max_length=240)),
                ("basis", models.CharField(max_length=40)),
                ("basis_when", models.CharField(max_length=7)),
                ("basis_what", models.JSONField(default=list)),
                ("headline", models.CharField(max_length=200)),
                ("says", models.TextField()),
                ("frozen", models.JSONField()),
                ("strength", models.FloatField()),
                ("found_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dataset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="results.dataset",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "db_table": "insight_signal",
                "ordering": ["-found_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SignalEnding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("raised", "Raised as a concern"),
                            ("joined", "Joined to a concern"),
                            ("explained", "Explained"),
                            ("aside", "Set aside"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="respond.concern",
                    ),
                ),
                (
                    "signal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ending",
                        to="insight.signal",
                    ),
                ),
            ],
            options={
                "db_table": "insight_signal_ending",
            },
        ),
        migrations.CreateModel(
            name="SignalCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("outlier", "Far below others like it"),
                            ("repeat", "Low three rounds in a row"),
                            ("fall", "Fell more than others"),
                            ("response", "Fewer learners answered"),
                            ("equity", "Gap between groups of people"),
                            ("process", "Our own work, worse than usual"),
                        ],
                        max_length=10,
                    ),
                ),
                ("looks", models.PositiveIntegerField()),
                ("expected", models.FloatField()),
                ("found", models.PositiveIntegerField()),
                (
                    "look",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="insight.signallook",
                    ),
                ),
            ],
            options={
                "db_table": "insight_signal_count",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SignalTurn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("gone", "No longer there"),
                            ("back", "There again"),
                            ("again", "Still there, with new numbers"),
                        ],
                        max_length=5,
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=40)),
                ("says", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "signal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turns",
                        to="insight.signal",
                    ),
                ),
            ],
            options={
                "db_table": "insight_signal_turn",
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(
                fields=["organisation", "gone_at"], name="insight_sig_organis_2c47ba_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.UniqueConstraint(
                fields=("kind", "cause", "basis"), name="a_signal_is_found_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("headline", ""), _negated=True), models.Q(("says", ""), _negated=True)
                ),
                name="a_signal_says_what_was_seen",
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation__isnull", False),
                    ("group_level", sightline.results.levels.Level["NATION"]),
                    _connector="OR",
                ),
                name="only_a_signal_of_the_nation_has_no_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gone_at", None), ("gone_at__gte", models.F("found_at")), _connector="OR"
                ),
                name="a_signal_does_not_go_before_it_is_found",
            ),
        ),
        migrations.AddConstraint(
            model_name="signalending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how__in", ["raised", "joined"]), ("concern__isnull", False)),
                    models.Q(("how__in", ["explained", "aside"]), ("concern__isnull", True)),
                    _connector="OR",
                ),
                name="a_useful_signal_names_its_concern",
            ),
        ),
        migrations.AddConstraint(
            model_name="signalending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("concern__isnull", False),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_signal_ends_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="signalcount",
            constraint=models.UniqueConstraint(
                fields=("look", "kind"), name="a_kind_is_counted_once_a_look"
            ),
        ),
        migrations.AddConstraint(
            model_name="signalturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("what", "again"), _negated=True),
                    models.Q(
                        models.Q(("basis", ""), _negated=True),
                        models.Q(("says", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="new_numbers_of_a_signal_are_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="signalturn",
            constraint=models.UniqueConstraint(
                condition=models.Q(("what", "again")),
                fields=("signal", "basis"),
                name="new_numbers_of_a_signal_are_said_once",
            ),
        ),
    ]
