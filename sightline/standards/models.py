from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sightline.standards.succession.words import Change


class FrameworkVersion(models.Model):
    """A version of the Education Quality Framework, as loaded from a file, in force from a day."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=160)
    from_date = models.DateField(unique=True)
    to_date = models.DateField(null=True, blank=True)
    # What could not be checked against an official text says so on every page that shows it.
    is_checked = models.BooleanField(default=False)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["-from_date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")),
                name="framework_does_not_end_before_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def in_force_on(cls, day: date) -> FrameworkVersion | None:
        return (
            cls.objects.filter(from_date__lte=day)
            .filter(Q(to_date=None) | Q(to_date__gte=day))
            .order_by("-from_date")
            .first()
        )


class Domain(models.Model):
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="domains")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    is_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_domain_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Standard(models.Model):
    """A numbered standard, in the wording of one version of the framework."""

    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="standards")
    version = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="standards"
    )
    number = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    wording = models.TextField()
    is_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_standard_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.wording}"


class Succession(models.Model):
    """Somebody says which standards of a new version ask what one of the version before asked.

    Added, never changed: the latest about a standard counts. ``change`` is what the wordings
    suggested on that day: by it the database knows what needs a reason. None that follow: nothing
    in the new version asks for it.
    """

    old = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="successions")
    into = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    follows = models.ManyToManyField(Standard, related_name="+", blank=True)
    change = models.CharField(max_length=10, choices=Change.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["into", "old"], name="succession_of_a_standard")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(change=Change.GONE, reason=""),
                name="what_is_gone_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old.number} into {self.into.code}"


class LoadedFile(models.Model):
    """A file that names standards by number, loaded beside those that come with the service.

    ``text`` is its YAML. ``edition`` counts the files of a kind and code, from 2 where one comes
    with the service. Added, never changed: what was asked or mapped in one is shown in its words.
    """

    class Kind(models.TextChoices):
        CROSSWALK = "crosswalk", "A regulator’s standards beside ours"
        JOURNEY = "journey", "Questions of a self-assessment"
        SETTINGS = "settings", "What does not apply in which setting"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.SlugField(max_length=40)
    edition = models.PositiveSmallIntegerField()
    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "standards_loaded_file"
        ordering = ["kind", "code", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code", "edition"], name="one_file_of_an_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.edition}"
