"""What the columns of a table are: guessed from their headings, or as a person said.

Headings are matched without case, spaces and marks, and a letter or two may be wrong: published
files misspell them.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from sightline.listen.outside.words import Role

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_NAMES: dict[Role, tuple[str, ...]] = {
    Role.YEAR: ("year", "surveyyear", "yearindex", "academicyear", "edition"),
    Role.ORGANISATION_CODE: (
        "odscode", "organisationcode", "orgcode", "trustcode", "trustboardcode", "providercode",
        "trustodscode", "code", "localeducationprovidercode", "lepcode",
    ),
    Role.ORGANISATION_NAME: (
        "organisationname", "organisation", "trust", "trustboard", "trustname", "trustboardname",
        "name", "localeducationprovider", "lepname", "placementprovider", "employer",
    ),
    Role.SITE_CODE: ("sitecode", "siteodscode", "locationcode"),
    Role.SITE_NAME: ("site", "sitename", "location", "hospital"),
    Role.UKPRN: ("ukprn", "pubukprn", "providerukprn"),
    Role.EDUCATION_NAME: (
        "providername", "provider", "educationprovider", "university", "institution", "hei",
        "medicalschool", "registeringprovider",
    ),
    Role.AREA_NAME: ("deanery", "deanerylocaloffice", "localoffice", "region", "country", "nation"),
    Role.SUBJECT_CODE: (
        "subjectcode", "cahcode", "specialtycode", "programmecode", "professioncode",
        "programmenumber",
    ),
    Role.SUBJECT_NAME: (
        "subject", "subjectname", "postspecialty", "specialty", "programme", "programmegroup",
        "programmename", "programmetype", "profession", "professionalgroup", "learnergroup",
        "programmespecialty",
    ),
    Role.LEVEL: ("levelofstudy", "level", "modeofstudy", "mode"),
    Role.AUDIENCE: ("audience", "surveytype", "survey", "respondenttype", "traineeortrainer"),
    Role.INDICATOR_CODE: (
        "questionnumber", "indicatorcode", "questioncode", "itemcode", "measurecode",
    ),
    Role.INDICATOR: (
        "indicator", "question", "indicatorname", "theme", "item", "measure", "questiontext",
    ),
    Role.VALUE: (
        "mean", "score", "meanscore", "indicatormean", "positivitymeasure", "actualvalue",
        "positive", "percentpositive", "positivepercent", "positivepercentage",
        "percentagepositive", "result", "value", "agree", "percentageagree", "currentmean",
    ),
    Role.LOWER: (
        "lowerci", "lower95ci", "lowerconfidencelimit", "lower", "lowerlimit", "cilower", "lcl",
        "confidenceintervalmin", "lower95confidencelimit", "lowerconfidenceinterval", "lower95",
        "95lowerci", "lowercl",
    ),
    Role.UPPER: (
        "upperci", "upper95ci", "upperconfidencelimit", "upper", "upperlimit", "ciupper", "ucl",
        "confidenceintervalmax", "upper95confidencelimit", "upperconfidenceinterval", "upper95",
        "95upperci", "uppercl",
    ),
    Role.SD: ("sd", "standarddeviation", "stddev", "stdev"),
    Role.N: (
        "n", "numberofresponses", "responses", "response", "respondents", "numberofrespondents",
        "base", "basenumberofresponses", "number", "count", "numberofanswers",
    ),
    Role.POPULATION: (
        "population", "samplesize", "sample", "eligible", "numberasked", "denominator",
    ),
    Role.RATE: ("responserate", "rate", "responsepercentage"),
    Role.OUTCOME: (
        "outcome", "flag", "colour", "resultoutcome", "outlier", "status", "outlierstatus",
    ),
    Role.BENCHMARK: ("benchmark", "benchmarkmean", "nationalmean", "ukmean", "benchmarkscore"),
    Role.BENCHMARK_LOWER: (
        "benchmarklower", "benchmarklowerci", "benchmarklower95ci", "nationallowerci",
    ),
    Role.BENCHMARK_UPPER: (
        "benchmarkupper", "benchmarkupperci", "benchmarkupper95ci", "nationalupperci",
    ),
    Role.Q1: ("q1", "lowerquartile", "benchmarkq1", "firstquartile"),
    Role.Q3: ("q3", "upperquartile", "benchmarkq3", "thirdquartile"),
    Role.AGGREGATED: ("twoyearsaggregatedata", "aggregated", "twoyearaggregate", "aggregateddata"),
    Role.SPLIT: ("split", "splitvalue", "group", "characteristicgroup"),
    Role.WEIGHTING: ("weighting", "weighted"),
}  # fmt: skip
_ROLE_OF = {name: role for role, names in _NAMES.items() for name in names}
#: Shorter headings are not matched by resemblance: "n" and "q1" are near to much.
_FUZZY_FROM = 8
_YEARLY = re.compile(
    r"^(?:(?P<a>20\d\d)\s*(?P<what>mean|score|outcome|n|result)?"
    r"|(?P<what2>mean|score|outcome|n|result)\s*\(?(?P<b>20\d\d)\)?)$",
    re.I,
)
_YEARLY_ROLE = {"outcome": Role.OUTCOME, "n": Role.N}
_BASE = re.compile(r"^(?P<stem>.+?)[\s_.]*base$", re.I)
_RATE = re.compile(r"^(?P<stem>.+?)[\s_.]*rate$", re.I)


@dataclass(frozen=True)
class Use:
    """A column and what it is. ``year``: it speaks of another year; ``base``: place of its n."""

    place: int
    heading: str
    role: Role
    year: int | None = None
    base: int | None = None


def folded(text: str) -> str:
    """Letters and digits only, lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text)
    return _NOT_LETTERS.sub("", plain.lower())


def stem_of(heading: str) -> str:
    """A code for an indicator that a heading names: "Burned_out_rate" is "burned-out"."""
    found = _RATE.match(heading.strip())
    text = found["stem"] if found else heading
    plain = unicodedata.normalize("NFKD", text).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "item"


def role_of(heading: str) -> Role | None:
    """What a heading says that its column is; None for one that is not known.

    >>> role_of("Positvity measure (%)").value, role_of("Trust / Board").value, role_of("Shoe size")
    ('value', 'organisation_name', None)
    """
    name = folded(heading)
    if name in _ROLE_OF:
        return _ROLE_OF[name]
    if len(name) < _FUZZY_FROM:
        return None
    near = difflib.get_close_matches(
        name, [one for one in _ROLE_OF if len(one) >= _FUZZY_FROM], n=1, cutoff=0.92
    )
    return _ROLE_OF[near[0]] if near else None


def is_known(heading: str) -> bool:
    """Is it a heading that tables of results have?"""
    return role_of(heading) is not None or bool(_BASE.match(heading.strip()))


def is_left_out(heading: str, patterns: Sequence[str]) -> bool:
    """Does a source say that this column is not about quality?"""
    return any(fnmatchcase(stem_of(heading), pattern) for pattern in patterns)


def guess(
    headings: Sequence[str], examples: Sequence[Sequence[str]], left_out: Sequence[str] = ()
) -> list[Use]:
    """What each column is. ``examples`` are some rows under the headings.

    Without a column for the indicator, every column of numbers is taken for an indicator of its
    own, but those that the patterns ``left_out`` name.
    """
    roles = [role_of(heading) for heading in headings]
    uses: list[Use] = []
    taken: set[Role] = set()
    long = Role.INDICATOR in roles or Role.INDICATOR_CODE in roles
    stems = {
        folded(found["stem"]): place
        for place, heading in enumerate(headings)
        if (found := _BASE.match(heading.strip()))
    }
    for place, heading in enumerate(headings):
        role = roles[place]
        if long and (yearly := _YEARLY.match(heading.strip())):
            what = (yearly["what"] or yearly["what2"] or "mean").lower()
            year = int(yearly["a"] or yearly["b"])
            uses.append(Use(place, heading, _YEARLY_ROLE.get(what, Role.VALUE), year=year))
            continue
        if role is not None and role not in taken:
            taken.add(role)
            uses.append(Use(place, heading, role))
            continue
        if long or role is not None or not heading.strip() or is_left_out(heading, left_out):
            uses.append(Use(place, heading, Role.LEFT_OUT))
            continue
        if _BASE.match(heading.strip()):
            uses.append(Use(place, heading, Role.LEFT_OUT))
            continue
        base = _base_of(heading, stems)
        numeric = base is not None or _is_numeric([row[place : place + 1] for row in examples])
        uses.append(Use(place, heading, Role.MEASURE if numeric else Role.LEFT_OUT, base=base))
    return _one_name_for_a_place(uses)


def as_said(headings: Sequence[str], said: Mapping[str, str], usual: Sequence[Use]) -> list[Use]:
    """The columns with what a person said about some headings in place of the guess."""
    uses = []
    for use in usual:
        role = said.get(use.heading)
        if role is None or Role(role) == use.role:
            uses.append(use)
        else:
            uses.append(Use(use.place, use.heading, Role(role)))
    return uses


def _base_of(heading: str, stems: Mapping[str, int]) -> int | None:
    """The column of a rate's number of answers: the longest stem that its own begins with."""
    found = _RATE.match(heading.strip())
    if not found:
        return None
    name = folded(found["stem"])
    fitting = [stem for stem in stems if name.startswith(stem)]
    return stems[max(fitting, key=len)] if fitting else None


def _is_numeric(cells: Sequence[Sequence[str]]) -> bool:
    texts = [one[0].strip() for one in cells if one and one[0].strip()]
    texts = [text for text in texts if text.upper() not in ("NA", "<NA>", "-", "*")]
    return bool(texts) and all(
        re.fullmatch(r"[+-]?\d+(\.\d+)?%?", text.replace(",", "")) for text in texts
    )


def _one_name_for_a_place(uses: list[Use]) -> list[Use]:
    """In a file of trusts, "Provider" is a trust: with an ODS code and no UKPRN it is none."""
    roles = {use.role for use in uses}
    if Role.EDUCATION_NAME in roles and Role.ORGANISATION_CODE in roles and Role.UKPRN not in roles:
        swap = Role.LEFT_OUT if Role.ORGANISATION_NAME in roles else Role.ORGANISATION_NAME
        return [
            Use(use.place, use.heading, swap) if use.role == Role.EDUCATION_NAME else use
            for use in uses
        ]
    return uses
