"""How many learners places take, and two requests to take more. Nobody in it exists."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

from sightline.assess.places import Level, Place
from sightline.demo.stories.world import World
from sightline.govern.capacity.file import actions as files
from sightline.govern.capacity.file import reading
from sightline.govern.expansions import actions as expansions
from sightline.govern.passports import actions as passports
from sightline.organisations.models import LearningEnvironment, Organisation, Profession

#: Profession, level, and about how many learners a trust or a practice takes.
_TRUST = (
    ("Adult nurse", "Before registration", 60),
    ("Midwife", "Before registration", 18),
    ("Physiotherapist", "Before registration", 12),
    ("Foundation doctor", "Foundation", 40),
    ("Nursing associate", "Apprenticeship", 10),
)
_PRACTICE = (
    ("Medical student", "Undergraduate", 4),
    ("Adult nurse", "Before registration", 2),
)
#: Practices with numbers: enough for a list, few enough to be quick.
_MOST_PRACTICES = 40


def tell_of(world: World, code: str, ward: LearningEnvironment) -> None:
    trust = world.organisations[code]
    _numbers(world, trust, ward)
    professions = {one.name: one for one in Profession.objects.all()}
    manager, director = world.manager(trust), world.director(trust)
    about: dict[str, Any] = {
        "place": Place(Level.ENVIRONMENT, trust, environment=ward),
        "profession": professions["Adult nurse"],
        "study": "pre-registration",
    }
    granted = expansions.ask(
        **about,
        extra=4,
        from_date=world.clock.day(10),
        supervision="Two more practice assessors from this month, each with half a day a week.",
        why="The ward has opened a second bay, and students asked for longer placements.",
        by=director,
        at=world.clock.moment(world.clock.day(34)),
    )
    expansions.decide(
        request=granted,
        outcome="part",
        extra=2,
        from_date=None,
        reasons="Supervision is there for two now. Ask again once the second assessor has begun.",
        by=world.cast.icb_lead,
        at=world.clock.moment(world.clock.day(20)),
    )
    expansions.ask(
        place=Place(Level.ORGANISATION, trust),
        profession=professions["Physiotherapist"],
        study="pre-registration",
        extra=6,
        from_date=world.clock.anchor + timedelta(days=60),
        supervision="Three physiotherapists are trained as practice educators.",
        why="The university has more students than places in the spring.",
        by=director,
        at=world.clock.moment(world.clock.day(5)),
    )
    passports.freeze(
        place=Place(Level.ORGANISATION, trust),
        for_what="Meeting of the regional quality group",
        for_reference="",
        by=manager,
        at=world.clock.moment(world.clock.day(15)),
    )


def _numbers(world: World, trust: Organisation, ward: LearningEnvironment) -> None:
    """The numbers of one region, from a list that its manager uploads."""
    near = sorted(
        (one for one in world.organisations.values()
         if one.is_provider and one.region_id == trust.region_id and one.closed_date is None),
        key=lambda one: (one.kind != Organisation.Kind.TRUST, one.code),
    )  # fmt: skip
    trusts = [one for one in near if one.kind == Organisation.Kind.TRUST]
    practices = [one for one in near if one.kind == Organisation.Kind.PRACTICE]
    file = io.StringIO()
    lines = csv.writer(file)
    lines.writerow(reading.COLUMNS)
    since, counted = world.clock.day(90).isoformat(), world.clock.day(45).isoformat()
    for where, lists in ((trusts, _TRUST), (practices[:_MOST_PRACTICES], _PRACTICE)):
        for place in where:
            for profession, level, usual in lists:
                approved = max(1, round(usual * float(world.random.uniform(0.7, 1.3))))
                actual = max(0, round(approved * float(world.random.uniform(0.6, 1.08))))
                # Somebody always has not counted yet.
                told = "" if world.random.random() < 0.08 else str(actual)
                lines.writerow([place.code, "", profession, level, approved, told, since, "",
                                counted, "Placement agreements and the autumn count"])  # fmt: skip
    lines.writerow([trust.code, ward.name, "Adult nurse", "Before registration", 8, 9, since, "",
                    counted, "Educational audit of the ward"])  # fmt: skip
    manager, at = world.manager(trust), world.clock.moment(world.clock.day(40))
    made = files.upload(
        file=io.BytesIO(file.getvalue().encode()), name="capacity.csv", by=manager, at=at
    )
    files.apply(file=made, by=manager, at=at)
