from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sightline.assess.applicable import rules, settings_file
from sightline.assess.applicable.models import Applicability, SettingSaid
from sightline.assess.applicable.rules import NotHere, Said
from sightline.assess.applicable.settings_file import Setting
from sightline.assess.places import Place
from sightline.standards.succession import queries as succession
from sightline.standards.succession.queries import Lineage


@dataclass(frozen=True)
class Applies:
    """The setting of a place, and what does not apply there by the standard's number."""

    setting: Setting | None
    is_said: bool
    not_here: Mapping[str, NotHere]


def of_place(
    place: Place, before: datetime | None = None, lineage: Lineage | None = None
) -> Applies:
    """What applies in a place (``before``: as it was said before a moment), by number in a version.

    Without a lineage, in the version in force today. Two queries, and those of the lineage.
    """
    lineage = lineage or succession.lineage_on(timezone.localdate())
    settings = settings_file.read(lineage.codes)
    said_setting = SettingSaid.objects.filter(place.q())
    said = Applicability.objects.filter(place.q()).select_related("by").order_by("at", "pk")
    if before is not None:
        said_setting, said = said_setting.filter(at__lt=before), said.filter(at__lt=before)
    chosen = said_setting.order_by("-at", "-pk").first()
    setting = settings.by_code.get(chosen.setting) if chosen else None
    if setting is None:
        setting = rules.usual_setting(
            list(settings.by_code.values()),
            level=place.level,
            environment=place.environment.setting if place.environment else "",
            kind=place.organisation.kind,
        )
    words = [
        Said(number, one.applies, one.reason, one.by.name)
        for one in said
        for number in lineage.as_on(timezone.localdate(one.at), [one.number])
    ]
    usually = {
        number: reason
        for named, reason in (setting.not_applicable if setting else {}).items()
        for number in lineage.from_code(settings.framework, [named])
    }
    return Applies(setting, chosen is not None, rules.not_here(usually, words))
