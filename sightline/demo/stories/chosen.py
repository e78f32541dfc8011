"""Which made-up providers the stories happen at, and what is planted in their answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sightline.demo.answers import Crowded, Fixed, Planted
from sightline.demo.country import TYPES, Provider

SPECIALTY = "OBS-GYNAE"
SUPERVISION = "supervision"


@dataclass(frozen=True)
class Chosen:
    """Which made-up providers the stories happen at."""

    supervision: str
    specialty: tuple[str, str, str, str]
    practice: str


def choose(providers: Sequence[Provider], region_of: Callable[[str], str]) -> Chosen:
    """The first that fit: an acute trust in the Midlands; four in three regions; a practice."""
    acute = [p for p in providers if p.provider_type == TYPES.ACUTE and not p.new_name]
    midlands = [p.code for p in acute if region_of(p.icb_now) == "Y60"]
    # A small nation may have nobody in a region: then the next ones do.
    north_west = [p.code for p in acute if region_of(p.icb_now) == "Y62"]
    rest = [p.code for p in acute if p.code not in midlands[:1]]
    four = list(dict.fromkeys([*north_west[:2], *midlands[1:2], *rest]))[:4]
    practice = next(
        p.code for p in providers if not p.sites and not p.closes and region_of(p.icb_now) == "Y60"
    )
    return Chosen(midlands[0], (four[0], four[1], four[2], four[3]), practice)


def planted(chosen: Chosen) -> list[Planted]:
    found = [Planted(chosen.supervision, 1, -1.15, (SUPERVISION,))]
    found.append(Planted(chosen.supervision, 2, 0.15, (SUPERVISION,)))
    for code in chosen.specialty:
        found.append(Planted(code, 1, -0.7, programme=SPECIALTY))
        found.append(Planted(code, 2, -1.3, programme=SPECIALTY))
    return found


def fixed(chosen: Chosen) -> list[Fixed]:
    return [
        Fixed(chosen.practice, 0, 12),
        Fixed(chosen.practice, 1, 7),
        Fixed(chosen.practice, 2, 3),
    ]


def crowded(chosen: Chosen) -> list[Crowded]:
    """The specialty has enough trainees there for its answers to be shown."""
    return [Crowded(code, SPECIALTY, 4) for code in chosen.specialty]
