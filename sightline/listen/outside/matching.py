"""What the codes and names of a file are known as here. Read once for a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sightline.listen.outside import rules, shipped
from sightline.listen.outside.columns import folded
from sightline.listen.outside.models import EducationProvider, Indicator, Source
from sightline.listen.outside.row import Reported
from sightline.listen.outside.words import LIMITS, Audience, Scale, UnitKind
from sightline.organisations.models import Organisation, OrganisationName, Profession, Programme
from sightline.stats.outliers import Colour

#: The audience of a source whose files do not say it.
_AUDIENCE = {"nts": Audience.TRAINEE, "nss": Audience.STUDENT, "staff-survey": Audience.STAFF}
_SLUG = re.compile(r"[^a-z0-9]+")


class CannotUse(ValueError):
    """A result that cannot be used: a sentence."""


@dataclass(frozen=True, slots=True)
class UnitKey:
    kind: str
    code: str
    subject_code: str


@dataclass(frozen=True)
class FoundUnit:
    """A unit as it would be stored. ``problem``: what of it is not known here."""

    key: UnitKey
    name: str
    subject_name: str
    organisation: int | None = None
    education_provider: int | None = None
    profession: int | None = None
    programme: int | None = None
    is_new_school: bool = False
    is_closed: bool = False
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class IndicatorKey:
    audience: str
    code: str


@dataclass
class Known:
    """Everything of this database that a file may name."""

    source: Source
    is_made_up: bool
    _organisations: Mapping[str, tuple[int, str, bool]]  # code: pk, kind, is closed
    _organisation_names: Mapping[str, str]  # folded name: code, where only one has it
    _schools: Mapping[str, tuple[int, str]]  # ukprn: pk, name
    _school_names: Mapping[str, str]  # folded name: ukprn
    _programmes: Mapping[str, tuple[int, int]]  # folded code or name: pk, its profession's
    _professions: Mapping[str, int]
    _subjects: Mapping[str, tuple[str, str]]  # CAH code: name, programme
    _indicators: dict[tuple[str, str], Indicator] = field(default_factory=dict)
    _units: dict[tuple[str, ...], FoundUnit] = field(default_factory=dict)

    def unit(self, one: Reported) -> FoundUnit:
        """The unit of a result. Raises CannotUse."""
        given = (one.kind, one.code, one.name, one.subject_code, one.subject_name)
        found = self._units.get(given)
        if found is None:
            found = self._units[given] = self._find(one)
        return found

    def indicator(self, one: Reported) -> tuple[IndicatorKey, Indicator | None]:
        """The key of a result's indicator, and the indicator where it is known already."""
        audience = one.audience or _AUDIENCE.get(self.source.code, Audience.LEARNER)
        for name in (one.indicator_code, one.indicator):
            known = self._indicators.get((audience, folded(name))) if name else None
            if known is not None:
                return IndicatorKey(audience, known.code), known
        code = _SLUG.sub("-", (one.indicator_code or one.indicator).lower()).strip("-")[:60]
        if not code:
            raise CannotUse("The name of the indicator has no letters or digits.")
        return IndicatorKey(audience, code), None

    def _find(self, one: Reported) -> FoundUnit:
        subject, profession, programme = self._taught(one)
        subject_code = one.subject_code or _SLUG.sub("-", one.subject_name.lower()).strip("-")
        if one.kind == UnitKind.EDUCATION:
            return self._school(one, subject_code, subject, profession, programme)
        code = one.code.upper() or self._organisation_names.get(folded(one.name), "")
        pk, kind, is_closed = self._organisations.get(code, (None, "", False))
        wanted = one.kind
        if pk is not None:
            wanted = UnitKind.SITE if kind == Organisation.Kind.SITE else UnitKind.ORGANISATION
        elif code and self.is_made_up and "-" not in code:
            raise CannotUse(
                f"{code} is no made-up code, and this database holds made-up data only."
            )
        if not code:
            code = _SLUG.sub("-", one.name.lower()).strip("-")[:40]
        if not code or len(code) > 40:
            raise CannotUse("The row does not say which place it is about.")
        return FoundUnit(
            UnitKey(wanted, code, subject_code[:160]),
            one.name[:200],
            subject[:200],
            organisation=pk,
            profession=profession,
            programme=programme,
            is_closed=is_closed,
            is_known=pk is not None or one.kind == UnitKind.OTHER,
        )

    def _school(
        self,
        one: Reported,
        subject_code: str,
        subject: str,
        profession: int | None,
        programme: int | None,
    ) -> FoundUnit:
        ukprn = one.code or self._school_names.get(folded(one.name), "")
        if not ukprn:
            raise CannotUse(
                f"“{one.name[:80]}” is not among the education providers here, and the row has no "
                "UKPRN. Load the register of education providers first."
            )
        if (ukprn[0] == "9") != self.is_made_up:
            raise CannotUse(
                f"{ukprn} is no made-up number, and this database holds made-up data only."
                if self.is_made_up
                else f"{ukprn} is a made-up number, and this database holds real data."
            )
        pk, name = self._schools.get(ukprn, (None, ""))
        return FoundUnit(
            UnitKey(UnitKind.EDUCATION, ukprn, subject_code[:160]),
            (name or one.name or f"UKPRN {ukprn}")[:200],
            subject[:200],
            education_provider=pk,
            profession=profession,
            programme=programme,
            is_new_school=pk is None,
        )

    def _taught(self, one: Reported) -> tuple[str, int | None, int | None]:
        """The name of the subject, and the keys of its profession and programme where known."""
        name, programme_code = self._subjects.get(one.subject_code.upper(), ("", ""))
        said = one.subject_name or name or one.subject_code
        for text in (programme_code, one.subject_code, one.subject_name):
            if text and (found := self._programmes.get(folded(text))):
                return said, found[1], found[0]
        if profession := self._professions.get(folded(one.subject_name or one.subject_code)):
            return said, profession, None
        return said, None, None


def known_of(source: Source, *, is_made_up: bool) -> Known:
    """Eight queries, however large the file."""
    organisations: dict[str, tuple[int, str, bool]] = {}
    codes: dict[int, str] = {}
    for pk, code, kind, closed in Organisation.objects.order_by().values_list(
        "pk", "code", "kind", "closed_date"
    ):
        organisations[code.upper()] = (pk, kind, closed is not None)
        codes[pk] = code.upper()
    names: dict[str, str] = {}
    twice: set[str] = set()
    for pk, name in OrganisationName.objects.values_list("organisation_id", "name"):
        key = folded(name)
        if names.setdefault(key, codes[pk]) != codes[pk]:
            twice.add(key)
    schools: dict[str, tuple[int, str]] = {}
    school_names: dict[str, str] = {}
    for school in EducationProvider.objects.all():
        schools[school.ukprn] = (school.pk, school.name)
        for text in (folded(school.name), *school.also):
            school_names.setdefault(text, school.ukprn)
    programmes = {
        folded(text): (one.pk, one.profession_id)
        for one in Programme.objects.all()
        for text in (one.name, one.code)
    }
    professions = {
        folded(text): one.pk for one in Profession.objects.all() for text in (one.name, one.code)
    }
    known = Known(
        source,
        is_made_up,
        organisations,
        {name: code for name, code in names.items() if name not in twice},
        schools,
        school_names,
        programmes,
        professions,
        shipped.subjects(),
    )
    for indicator in source.indicators.all():
        remember(known, indicator)
    return known


def remember(known: Known, indicator: Indicator) -> None:
    """Let results find an indicator by its code, label or other labels."""
    for text in (indicator.code, indicator.label, *indicator.also):
        known._indicators.setdefault((indicator.audience, folded(text)), indicator)


def scale_of(source: Source, one: Reported) -> Scale:
    """The scale of an indicator that is new: the source's, or as the file gives it."""
    usual = {"nts": Scale.SCORE_100, "nss": Scale.PERCENT, "nets": Scale.PERCENT}
    if source.code == "staff-survey":
        return Scale.PERCENT if one.value is None or one.value > 5 else Scale.NUMBER
    return usual.get(source.code, Scale.NUMBER)


@dataclass(frozen=True, slots=True)
class Judged:
    """A result after the source's own threshold: without numbers where it may not be shown."""

    value: float | None
    lower: float | None
    upper: float | None
    sd: float | None
    n: int | None
    rate: float | None
    benchmark: float | None
    outcome_said: str
    withheld: str


def judge(source: Source, indicator_scale: str, one: Reported) -> Judged:
    """Raises CannotUse where a value is outside its scale."""
    said = rules.colour_of(one.outcome) if one.outcome else None
    why = rules.may_be_shown(
        n=one.n, rate=one.rate, minimum_n=source.minimum_n, minimum_rate=source.minimum_rate
    )
    if not why and (one.value is None or said is Colour.GREY):
        why = "few" if said is Colour.GREY else "empty"
    if why:
        return Judged(None, None, None, None, None, None, None, said or "", why)
    low, high = LIMITS.get(indicator_scale, (float("-inf"), float("inf")))
    if one.value is not None and not low <= one.value <= high:
        raise CannotUse(f"{one.value:g} is outside the scale of {low:g} to {high:g}.")
    if one.rate is not None and not 0 <= one.rate <= 100.5:
        raise CannotUse(f"A response rate of {one.rate:g}% cannot be.")
    return Judged(
        one.value, one.lower, one.upper, one.sd, one.n, one.rate, one.benchmark, said or "", ""
    )
