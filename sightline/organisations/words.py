"""The vocabulary: professional branches, levels of programmes, and what official files hold."""

from datetime import date, timedelta

from django.db import models

from sightline.design.show import format_date


class Branch(models.TextChoices):
    """The eight branches into which the learner survey asks people."""

    NURSING = "nursing", "Nursing"
    MIDWIFERY = "midwifery", "Midwifery"
    AHP = "ahp", "Allied health professions"
    PHARMACY = "pharmacy", "Pharmacy"
    HEALTHCARE_SCIENCE = "healthcare_science", "Healthcare science"
    PARAMEDICINE = "paramedicine", "Paramedicine"
    DOCTORS_DENTISTS = "doctors_dentists", "Doctors and dentists"
    INDEPENDENT = "independent", "Independent learners and other professions"


class Level(models.TextChoices):
    UNDERGRADUATE = "undergraduate", "Undergraduate"
    PRE_REGISTRATION = "pre-registration", "Before registration"
    FOUNDATION = "foundation", "Foundation"
    CORE = "core", "Core"
    HIGHER = "higher", "Higher specialty"
    POSTGRADUATE = "postgraduate", "Postgraduate"
    POST_REGISTRATION = "post-registration", "After registration"
    APPRENTICESHIP = "apprenticeship", "Apprenticeship"


class LoadKind(models.TextChoices):
    """The official lists that can be loaded, by the names of their files."""

    TRUSTS = "trusts", "NHS trusts (etr)"
    SITES = "sites", "Sites of NHS trusts (ets)"
    PRACTICES = "practices", "GP practices (epraccur)"
    NETWORKS = "networks", "Primary care networks of practices (epcncorepartnerdetails)"


class ChangeKind(models.TextChoices):
    """What loading a file does to one organisation, in the order in which people read it."""

    ADD = "add", "Added"
    RENAME = "rename", "Renamed"
    MOVE = "move", "Moved"
    JOIN = "join", "Joined or left a network"
    CLOSE = "close", "Closed"
    REOPEN = "reopen", "Reopened"
    DETAILS = "details", "Postcode or dates changed"


#: How many of a kind there are, in words: one, many.
COUNTED = {
    "region": ("region", "regions"),
    "icb": ("integrated care board", "integrated care boards"),
    "trust": ("NHS trust", "NHS trusts"),
    "practice": ("GP practice", "GP practices"),
    "independent": ("independent or voluntary provider", "independent or voluntary providers"),
    "other_provider": ("other placement provider", "other placement providers"),
    "site": ("site", "sites"),
}


def openness(opened_date: date | None, closed_date: date | None) -> str:
    """When an organisation is or was open; the day of closing is the first without it."""
    last_day = closed_date - timedelta(days=1) if closed_date else None
    if last_day and opened_date:
        return f"{format_date(opened_date)} to {format_date(last_day)}"
    if last_day:
        return f"Until {format_date(last_day)}"
    return f"Since {format_date(opened_date)}" if opened_date else "Yes"
