"""Made-up trusts, sites and practices in the real regions and integrated care boards."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from sightline.demo import names
from sightline.demo.sizes import Size
from sightline.organisations.models import Organisation

TYPES = Organisation.ProviderType
_SUFFIX = {
    TYPES.ACUTE: ("University Hospitals NHS Trust", "Hospitals NHS Trust", "General NHS Trust"),
    TYPES.MENTAL_HEALTH: ("Mental Health NHS Trust", "Partnership NHS Trust"),
    TYPES.COMMUNITY: ("Community Health NHS Trust",),
    TYPES.AMBULANCE: ("Ambulance Service NHS Trust",),
    TYPES.SPECIALIST: ("Specialist Hospital NHS Trust",),
}
_SITES = {
    TYPES.ACUTE: ("General Hospital", "Royal Infirmary", "District Hospital", "Community Hospital",
                  "Women and Children’s Hospital", "Treatment Centre"),
    TYPES.MENTAL_HEALTH: ("Centre", "House", "Unit", "Clinic"),
    TYPES.COMMUNITY: ("Health Centre", "Community Hospital", "Clinic"),
    TYPES.AMBULANCE: ("Ambulance Station", "Operations Centre"),
    TYPES.SPECIALIST: ("Hospital", "Outpatient Centre"),
}  # fmt: skip
# Mean number of sites of a trust of each type; about 900 in a nation.
_MEAN_SITES = {
    TYPES.ACUTE: 5.4,
    TYPES.MENTAL_HEALTH: 3.6,
    TYPES.COMMUNITY: 3.0,
    TYPES.AMBULANCE: 3.0,
    TYPES.SPECIALIST: 1.5,
}


#: So many practices are in a network, about.
_IN_A_NETWORK = 5


@dataclass
class Provider:
    code: str
    name: str
    provider_type: str
    icb: str  # when it began
    icb_now: str
    postcode: str
    opened: date
    sites: list[tuple[str, str]] = field(default_factory=list)  # code, name
    new_name: str = ""  # from the second load on
    closes: bool = False

    def icb_on(self, day: date, boards_changed_on: date) -> str:
        return self.icb_now if day >= boards_changed_on else self.icb


@dataclass(frozen=True)
class Boards:
    """ICB codes of before and after the change, and what each old one became."""

    before: tuple[str, ...]
    successors: dict[str, tuple[str, ...]]  # an unchanged board leads to itself
    changed_on: date


def make(size: Size, boards: Boards, random: np.random.Generator) -> list[Provider]:
    """Trusts with their sites, then practices; every board has some of each where there are enough.

    Codes carry a hyphen, which no ODS code does: DT-001, DT-001-A, DP-00001.
    """
    towns = names.places(random)
    providers: list[Provider] = []
    weights = random.uniform(0.6, 1.8, len(boards.before))
    per_type = (
        (TYPES.ACUTE, size.acute),
        (TYPES.MENTAL_HEALTH, size.mental_health),
        (TYPES.COMMUNITY, size.community),
        (TYPES.AMBULANCE, size.ambulance),
        (TYPES.SPECIALIST, size.specialist),
    )
    for provider_type, wanted in per_type:
        for icb in _spread(wanted, boards.before, weights, random):
            number = len(providers) + 1
            provider = _provider(f"DT-{number:03d}", provider_type, icb, boards, random)
            town = next(towns)
            provider.name = f"{town} {_pick(_SUFFIX[provider_type], random)}"
            how_many = max(1, min(26, int(random.poisson(_MEAN_SITES[provider_type]))))
            for index in range(how_many):
                near = town if index == 0 else next(towns)
                name = f"{near} {_pick(_SITES[provider_type], random)}"
                provider.sites.append((f"{provider.code}-{chr(65 + index)}", name))
            providers.append(provider)
    for number, icb in enumerate(_spread(size.practices, boards.before, weights, random), 1):
        provider = _provider(f"DP-{number:05d}", TYPES.PRACTICE, icb, boards, random)
        provider.name = names.practice(next(towns), random)
        providers.append(provider)
    _rename_and_close(providers, random)
    return providers


@dataclass(frozen=True)
class PracticeNetwork:
    """Practices that work together. The code carries a hyphen: DN-0001."""

    code: str
    name: str
    practices: tuple[Provider, ...]


def networks(providers: list[Provider]) -> list[PracticeNetwork]:
    """Practices of one board in networks of about five, as primary care has them in England."""
    by_board: dict[str, list[Provider]] = {}
    for one in providers:
        if one.provider_type == TYPES.PRACTICE:
            by_board.setdefault(one.icb_now, []).append(one)
    found: list[PracticeNetwork] = []
    for _, practices in sorted(by_board.items()):
        many = max(1, round(len(practices) / _IN_A_NETWORK))
        for start in range(many):
            own = tuple(practices[start::many])
            town = own[0].name.split(", ")[-1].removesuffix(" Practice").rsplit(" ", 1)[0]
            code = f"DN-{len(found) + 1:04d}"
            found.append(PracticeNetwork(code, f"{town} and District Network", own))
    return found


def _provider(
    code: str, provider_type: str, icb: str, boards: Boards, random: np.random.Generator
) -> Provider:
    successors = boards.successors[icb]
    return Provider(
        code=code,
        name="",
        provider_type=provider_type,
        icb=icb,
        icb_now=successors[random.integers(len(successors))],
        postcode=_postcode(random),
        opened=date(int(random.integers(1975, 2020)), 4, 1),
    )


def _postcode(random: np.random.Generator) -> str:
    # ZZ is not a postcode area.
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    last = "".join(letters[i] for i in random.integers(len(letters), size=2))
    return f"ZZ{random.integers(1, 99)} {random.integers(1, 9)}{last}"


def _pick(choices: tuple[str, ...], random: np.random.Generator) -> str:
    return choices[int(random.integers(len(choices)))]


def _spread(
    wanted: int, boards: tuple[str, ...], weights: np.ndarray, random: np.random.Generator
) -> list[str]:
    """``wanted`` boards: evenly by weight, the remainder by lot."""
    exact = wanted * weights / weights.sum()
    counts = np.floor(exact).astype(int)
    rest = wanted - int(counts.sum())
    for index in np.argsort(exact - counts)[::-1][:rest]:
        counts[index] += 1
    found = [code for code, count in zip(boards, counts, strict=True) for _ in range(count)]
    return [found[i] for i in random.permutation(len(found))]


def _rename_and_close(providers: list[Provider], random: np.random.Generator) -> None:
    """A few are renamed and a few practices close between the first load and the second."""
    trusts = [p for p in providers if p.sites]
    for index in random.permutation(len(trusts))[:3]:
        trust = trusts[index]
        trust.new_name = trust.name.replace(" NHS Trust", " NHS Foundation Trust")
    practices = [p for p in providers if not p.sites]
    for index in random.permutation(len(practices))[: max(1, len(practices) // 400)]:
        practices[index].closes = True
