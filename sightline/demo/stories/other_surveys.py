"""Other people's surveys about the made-up trusts: made-up files, imported as a person would."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.demo.stories.world import World
from sightline.listen.outside import actions
from sightline.listen.outside.models import EducationProvider, Indicator, Source
from sightline.listen.outside.words import Audience
from sightline.organisations.models import Organisation
from sightline.stats import outliers

#: So many acute trusts take part: enough for quartiles, and quick to make.
_TRUSTS = 12
_SPECIALTIES = ("OBS-GYNAE", "EMERGENCY-MED", "GENERAL-SURGERY")
_TROUBLED = "OBS-GYNAE"
_SCHOOLS = (
    ("90000001", "University of Aldermere"),
    ("90000002", "Netherwold University"),
    ("90000003", "Thornvale College of Health"),
)
_SUBJECTS = ("CAH02-01-02", "CAH02-01-04", "CAH02-03-05")
_WORDS = {
    "red": "Below Outlier",
    "pink": "In Q1 but not a below outlier",
    "white": "Within IQR",
    "light green": "In Q3 but not an above outlier",
    "green": "Above Outlier",
    "grey": "N<3",
}
_NTS = ("Trust Code", "Trust / Board", "Post Specialty", "Indicator", "Year", "Mean", "Outcome",
        "Lower 95% CI", "Upper 95% CI", "N", "SD")  # fmt: skip
_STAFF = {
    "Autonomy": 58, "Burned_out": 31, "Enough_staff": 33, "Membership": 70, "Stress": 42,
    "Discrimination_internal": 8, "Emotional_manager": 9,
}  # fmt: skip


def tell_of(world: World, supervision: str, specialty: Sequence[str]) -> None:
    """NTS, NSS, staff survey and NETS of the last years, and who sends learners to two trusts."""
    random = np.random.default_rng(20)
    trusts = _trusts(world, [supervision, *specialty])
    year = world.clock.anchor.year
    for edition in (year - 2, year - 1, year):
        _import(world, f"made-up-nts-{edition}.csv", _trainees(trusts, specialty, edition, random))
    trainers = _trainers(trusts, year, random)
    _import(world, f"made-up-nts-trainer-{year}.csv", trainers)
    _import(world, "made-up-staff-survey.csv", _staff(trusts, (year - 2, year - 1), random))
    _import(world, f"made-up-nets-{year - 1}.csv", _nets(trusts, year - 1, random), source="nets")
    _import(world, "made-up-nss.csv", _students((2022, year - 1, year), random))
    schools = list(EducationProvider.objects.order_by("ukprn"))
    for trust in trusts[:2]:
        for school in schools[:2]:
            actions.say_placing(
                education_provider=school,
                organisation=trust,
                by=world.manager(trust),
                at=world.clock.moment(world.clock.day(30)),
            )


def _trusts(world: World, first: Sequence[str]) -> list[Organisation]:
    acute = Organisation.ProviderType.ACUTE
    rest = [
        one.code
        for one in sorted(world.organisations.values(), key=lambda one: one.code)
        if one.provider_type == acute and not one.is_closed
    ]
    codes = list(dict.fromkeys([*first, *rest]))[:_TRUSTS]
    return [world.organisations[code] for code in codes]


def _import(world: World, name: str, rows: Iterator[Sequence[Any]], source: str = "") -> None:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    chosen = Source.objects.get(code=source) if source else None
    by, at = world.cast.national, world.clock.moment(world.clock.day(40))
    found = actions.upload(
        file=io.BytesIO(file.getvalue().encode()), name=name, source=chosen, year=None, ukprn="",
        by=by, at=at,
    )  # fmt: skip
    actions.read(outside_import=found, by=by, at=at)
    actions.apply(outside_import=found, by=by, at=at)


def _trainees(
    trusts: Sequence[Organisation], troubled: Sequence[str], year: int, random: np.random.Generator
) -> Iterator[Sequence[Any]]:
    yield _NTS
    labels = _labels(Audience.TRAINEE, year)
    for specialty in _SPECIALTIES:
        name = _NAMES[specialty]
        n = random.integers(5, 40, len(trusts))
        # One department is so small that nothing of it may be shown.
        n[-1] = 2
        for position, label in enumerate(labels):
            mean = np.clip(random.normal(76, 4, len(trusts)), 0, 96)
            if specialty == _TROUBLED and position % 4 == 0:
                low = [at for at, one in enumerate(trusts) if one.code in troubled]
                mean[low] = 52 + random.normal(0, 1.5, len(low))
                n[low] = np.maximum(n[low], 18)
            yield from _rows(trusts, name, label, year, mean, n, random)


_NAMES = {
    "OBS-GYNAE": "Obstetrics and gynaecology",
    "EMERGENCY-MED": "Emergency medicine",
    "GENERAL-SURGERY": "General surgery",
}


def _trainers(
    trusts: Sequence[Organisation], year: int, random: np.random.Generator
) -> Iterator[Sequence[Any]]:
    yield _NTS
    for label in _labels(Audience.TRAINER, year):
        mean = np.clip(random.normal(70, 5, len(trusts)), 0, 96)
        n = random.integers(20, 90, len(trusts))
        yield from _rows(trusts, "", label, year, mean, n, random)


def _labels(audience: str, year: int) -> list[str]:
    found = Indicator.objects.filter(source__code="nts", audience=audience, is_shipped=True)
    return [one.label for one in found if not one.first_year or one.first_year <= year]


def _rows(
    trusts: Sequence[Organisation],
    specialty: str,
    label: str,
    year: int,
    mean: NDArray[np.float64],
    n: NDArray[np.int64],
    random: np.random.Generator,
) -> Iterator[Sequence[Any]]:
    mean = np.round(mean, 2)
    sd = np.round(random.uniform(9, 16, len(trusts)), 2)
    kept = n >= outliers.MINIMUM_N
    benchmark = outliers.benchmark_of_units(n[kept], mean[kept], sd[kept])
    colours = outliers.names(outliers.colours(n, mean, sd, benchmark))
    half = 1.96 * sd / np.sqrt(n)
    for at, trust in enumerate(trusts):
        said = _WORDS[str(colours[at])]
        if not kept[at]:
            yield (trust.code, trust.name, specialty, label, year, "", said, "", "", "<3", "")
            continue
        limits = (round(mean[at] - half[at], 2), round(mean[at] + half[at], 2))
        yield (trust.code, trust.name, specialty, label, year, mean[at], said, *limits, n[at],
               sd[at])  # fmt: skip


def _staff(
    trusts: Sequence[Organisation], years: Sequence[int], random: np.random.Generator
) -> Iterator[Sequence[Any]]:
    heads = [f"{stem}_{end}" for stem in _STAFF for end in ("base", "rate")]
    yield ("ODS code", "Year", "Organisation name", "Benchmarking group", "Weighting", *heads)
    for year in years:
        for trust in trusts:
            cells: list[Any] = []
            for usual in _STAFF.values():
                cells += [random.integers(900, 4000), round(random.normal(usual, 3), 2)]
            yield (trust.code, year, trust.name, "Acute", "Occupation Group", *cells)


def _nets(
    trusts: Sequence[Organisation], year: int, random: np.random.Generator
) -> Iterator[Sequence[Any]]:
    themes = ("Induction", "Clinical supervision", "Facilities", "Learning opportunities",
              "Teamwork")  # fmt: skip
    yield ("ODS code", "Provider", "Profession", "Year", "Responses", *themes)
    for trust in trusts:
        for profession in ("", "Adult nurse", "Midwife"):
            answers = random.integers(12, 90) + (120 if not profession else 0)
            shares = (round(random.normal(84, 4), 1) for _ in themes)
            yield (trust.code, trust.name, profession, year, answers, *shares)


def _students(years: Sequence[int], random: np.random.Generator) -> Iterator[Sequence[Any]]:
    yield ("UKPRN", "Provider name", "Subject code", "Year", "Question", "Positivity measure (%)",
           "Benchmark (%)", "Responses", "Response rate")  # fmt: skip
    for year in years:
        questions = [f"NHSQ{number}" for number in range(1, 7)]
        if year >= 2023:
            questions += [f"T{number}" for number in range(1, 8)]
        for ukprn, name in _SCHOOLS:
            for subject in _SUBJECTS:
                # Too few of this subject answered at the college: nothing is shown.
                rate = 46 if ukprn == _SCHOOLS[-1][0] and subject == _SUBJECTS[-1] else 71
                answers = random.integers(14, 120)
                for question in questions:
                    share = round(min(98.0, random.normal(81, 5)), 1)
                    yield (ukprn, name, subject, year, question, share, 80.5, answers, rate)
