"""What results are read with: rounds, measures, places, programmes, standards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sightline.access.permissions import Permission
from sightline.api.odata.edm import EntitySet, Property, Row, Type
from sightline.organisations.models import Organisation, Programme
from sightline.people.models import User
from sightline.results import gate, queries
from sightline.results.levels import NATION
from sightline.standards.models import Standard

_S, _I, _D, _B = Type.STRING, Type.INTEGER, Type.DATE, Type.BOOLEAN

ROUNDS = EntitySet(
    "Rounds",
    "Round",
    "Survey rounds with results.",
    Permission.VIEW_RESULTS,
    (
        Property("Id", _S, "Survey and year."),
        Property("Survey", _S, "Code of the survey: the same over the years."),
        Property("SurveyName", _S, "What the survey is called."),
        Property("Year", _I, "Year of the round."),
        Property("Round", _S, "What the round is called."),
        Property("CollectedFrom", _D, "First day on which answers were collected."),
        Property("CollectedTo", _D, "Last day on which answers were collected."),
        Property("IsFinal", _B, "False while a correction may still come."),
        Property("IsFlagged", _B, "Whether groups are compared with a benchmark."),
        Property("SmallestGroup", _I, "Groups with fewer answers than this are withheld."),
        Property(
            "Respondents",
            _I,
            "How many answered in the whole country; only for those whose patch is the country.",
            True,
        ),
        Property("IsMadeUp", _B, "True for invented data."),
    ),
)
MEASURES = EntitySet(
    "Measures",
    "Measure",
    "What each round measured: questions, and themes made of several questions.",
    Permission.VIEW_RESULTS,
    (
        Property("Id", _S, "Survey, year and measure."),
        Property("Survey", _S, "Code of the survey."),
        Property("Year", _I, "Year of the round."),
        Property("Measure", _S, "Code of the measure: the same over the years."),
        Property("MeasureName", _S, "What the measure is called."),
        Property("IsTheme", _B, "Whether it joins several questions."),
        Property("Wording", _S, "The question as it was asked.", True),
        Property("Theme", _S, "Code of the theme that the question belongs to.", True),
        Property("Branch", _S, "Professional branch that is asked it; empty: everybody.", True),
        Property("Standards", _S, "Numbers of the standards that it bears on.", True),
    ),
)
PLACES = EntitySet(
    "Places",
    "Place",
    "Regions, integrated care boards, placement providers and their sites, in your patch.",
    Permission.VIEW_ORGANISATIONS,
    (
        Property("Code", _S, "ODS code; never used again for another place."),
        Property("Kind", _S, "Region, board, provider of some kind, or site."),
        Property("Name", _S, "Name today."),
        Property("ProviderType", _S, "What providers are compared by.", True),
        Property("ProviderCode", _S, "The provider that a site belongs to; its own, else.", True),
        Property("IcbCode", _S, "Integrated care board that it lies in today.", True),
        Property("RegionCode", _S, "Region that it lies in today.", True),
        Property("Postcode", _S, "Postcode.", True),
        Property("Opened", _D, "Day on which it opened, where it is known.", True),
        Property("Closed", _D, "First day on which it was closed.", True),
    ),
)
PROGRAMMES = EntitySet(
    "Programmes",
    "Programme",
    "Programmes of education and training, with their professions.",
    Permission.VIEW_RESULTS,
    (
        Property("Code", _S, "Code of the programme."),
        Property("Name", _S, "Name of the programme."),
        Property("Level", _S, "Level of study.", True),
        Property("ProfessionCode", _S, "Code of the profession."),
        Property("ProfessionName", _S, "Name of the profession."),
        Property("Regulator", _S, "Regulator of the profession.", True),
    ),
)
STANDARDS = EntitySet(
    "Standards",
    "Standard",
    "Standards of every version of the education quality framework.",
    Permission.VIEW_HOME,
    (
        Property("Id", _S, "Version and number."),
        Property("Version", _S, "Version of the framework."),
        Property("Number", _S, "Number of the standard."),
        Property("Domain", _S, "Domain of the framework."),
        Property("Wording", _S, "Wording of the standard."),
        Property("InForceFrom", _D, "First day of the version."),
        Property("InForceTo", _D, "Last day of the version.", True),
        Property("IsChecked", _B, "Whether the wording was checked against the official text."),
    ),
)


def rounds(viewer: User, day: date) -> Iterator[Row]:
    whole = viewer.patch(Permission.VIEW_RESULTS).nation
    for one in queries.current_datasets():
        opened = gate.open_round(one)
        yield {
            "Id": f"{one.survey}:{one.year}",
            "Survey": one.survey,
            "SurveyName": one.survey_name,
            "Year": one.year,
            "Round": one.label,
            "CollectedFrom": one.collected_from,
            "CollectedTo": one.collected_to,
            "IsFinal": one.is_final,
            "IsFlagged": one.is_flagged,
            "SmallestGroup": opened.threshold,
            "Respondents": opened.respondents(NATION) if whole else None,
            "IsMadeUp": one.is_made_up,
        }


def measures(viewer: User, day: date) -> Iterator[Row]:
    for one in queries.current_datasets():
        for info in gate.open_round(one).measures:
            yield {
                "Id": f"{one.survey}:{one.year}:{info.code}",
                "Survey": one.survey,
                "Year": one.year,
                "Measure": info.code,
                "MeasureName": info.label,
                "IsTheme": info.is_theme,
                "Wording": info.wording or None,
                "Theme": info.theme or None,
                "Branch": info.branch or None,
                "Standards": ", ".join(info.standards) or None,
            }


def places(viewer: User, day: date) -> Iterator[Row]:
    kinds = dict(Organisation.Kind.choices)
    types = dict(Organisation.ProviderType.choices)
    found = Organisation.objects.visible_to(viewer).order_by("code")
    for (
        code,
        kind,
        name,
        type_,
        provider,
        icb,
        region,
        postcode,
        opened,
        closed,
    ) in found.values_list(
        "code",
        "kind",
        "name",
        "provider_type",
        "provider__code",
        "icb__code",
        "region__code",
        "postcode",
        "opened_date",
        "closed_date",
    ):
        yield {
            "Code": code,
            "Kind": str(kinds[Organisation.Kind(kind)]),
            "Name": name,
            "ProviderType": str(types[Organisation.ProviderType(type_)]) if type_ else None,
            "ProviderCode": provider,
            "IcbCode": icb,
            "RegionCode": region,
            "Postcode": postcode or None,
            "Opened": opened,
            "Closed": closed,
        }


def programmes(viewer: User, day: date) -> Iterator[Row]:
    for one in Programme.objects.select_related("profession").order_by("code"):
        yield {
            "Code": one.code,
            "Name": one.name,
            "Level": one.level or None,
            "ProfessionCode": one.profession.code,
            "ProfessionName": one.profession.name,
            "Regulator": one.profession.regulator or None,
        }


def standards(viewer: User, day: date) -> Iterator[Row]:
    found = Standard.objects.select_related("version", "domain")
    for one in found.order_by("version__from_date", "position"):
        yield {
            "Id": f"{one.version.code}:{one.number}",
            "Version": one.version.code,
            "Number": one.number,
            "Domain": str(one.domain),
            "Wording": one.wording,
            "InForceFrom": one.version.from_date,
            "InForceTo": one.version.to_date,
            "IsChecked": one.is_checked,
        }
