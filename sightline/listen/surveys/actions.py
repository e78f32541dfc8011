"""Every change to a survey, its rounds and its mappings goes through here."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.surveys import mapping as mappings
from sightline.listen.surveys import smallest
from sightline.listen.surveys.located import Problem
from sightline.listen.surveys.models import Mapping, Round, Survey
from sightline.listen.surveys.smallest import Smallest
from sightline.organisations.models import Profession
from sightline.people.models import User
from sightline.standards.models import FrameworkVersion, Standard
from sightline.trail import record


class CannotAdd(Refusal):
    """There is one already, or the days make no sense."""


@transaction.atomic
def add_survey(
    *, code: str, name: str, description: str = "", is_made_up: bool = False, by: User, at: datetime
) -> Survey:
    """A survey that comes round again. Raises CannotAdd if its code is taken."""
    viewer.require(by, Permission.IMPORT_SURVEY)
    if Survey.objects.filter(code=code).exists():
        raise CannotAdd(f"There is a survey with the code “{code}” already. Choose another code.")
    survey = Survey.objects.create(
        code=code, name=name, description=description, is_made_up=is_made_up
    )
    record.record(
        action="listen.surveys.add_survey",
        subject=survey,
        by=by,
        at=at,
        summary=f"Added the survey {name}.",
        reference=code,
    )
    return survey


@transaction.atomic
def add_round(
    *,
    survey: Survey,
    year: int,
    label: str,
    collected_from: date,
    collected_to: date,
    shows: Smallest | None = None,
    by: User,
    at: datetime,
) -> Round:
    """One run of a survey.

    ``shows`` are the smallest groups that are shown; None for the service's minimum.

    Raises:
        CannotAdd: the year has a round, it ends before it begins, or it would show groups that the
            service does not show.
    """
    viewer.require(by, Permission.IMPORT_SURVEY)
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if collected_to < collected_from:
        raise CannotAdd("The last day of collecting lies before the first. Change one of the two.")
    if Round.objects.filter(survey=survey, year=year).exists():
        raise CannotAdd(f"{survey} has a round for {year} already.")
    shows = shows or smallest.usual()
    if why := smallest.against(shows, smallest.usual()):
        raise CannotAdd(" ".join(why.values()))
    round_ = Round.objects.create(
        survey=survey,
        year=year,
        label=label,
        collected_from=collected_from,
        collected_to=collected_to,
        threshold_inside=shows.inside,
        threshold_public=shows.public,
    )
    record.record(
        action="listen.surveys.add_round",
        subject=round_,
        by=by,
        at=at,
        summary=f"Added the round {label} of {survey}. {shows.short}",
        reference=survey.code,
    )
    return round_


@transaction.atomic
def save_mapping(*, survey: Survey, text: str, by: User, at: datetime) -> Mapping:
    """Keep a mapping as a new version; the text of the latest version is not kept twice.

    Raises MappingRefused, with every place that is wrong, when it cannot be used for the survey.
    """
    viewer.require(by, Permission.IMPORT_SURVEY)
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    text = text.replace("\r\n", "\n").strip() + "\n"
    parsed = mappings.parse(text)
    if problems := _strangers(survey, parsed):
        raise mappings.MappingRefused(tuple(problems))
    latest = survey.mappings.order_by("-version").first()
    if latest is not None and latest.text == text:
        return latest
    version = (survey.mappings.aggregate(last=Max("version"))["last"] or 0) + 1
    saved = Mapping.objects.create(
        survey=survey, version=version, text=text, made_at=at, made_by=by
    )
    record.record(
        action="listen.surveys.save_mapping",
        subject=saved,
        by=by,
        at=at,
        summary=f"Saved version {version} of the mapping of {survey}: {len(parsed.items)} items.",
        reference=survey.code,
    )
    return saved


def _strangers(survey: Survey, parsed: mappings.Mapping) -> list[Problem]:
    """Names in a mapping that mean nothing here."""
    problems = []
    if parsed.survey != survey.code:
        problems.append(
            Problem(
                None,
                f"The mapping is for the survey “{parsed.survey}”, not for “{survey.code}”. "
                "Choose the survey that it is for, or change its first line.",
            )
        )
    branches = set(Profession.objects.values_list("branch", flat=True))
    standards = _standards(parsed.framework)
    if parsed.framework and standards is None:
        problems.append(Problem(None, f"There is no framework version “{parsed.framework}” here."))
    for item in parsed.items:
        if item.branch and item.branch not in branches:
            known = ", ".join(sorted(branches)) or "none"
            problems.append(
                Problem(
                    None,
                    f"Item {item.code}: no profession has the branch “{item.branch}”. "
                    f"Branches: {known}.",
                )
            )
        for number in item.standards:
            if standards is not None and number not in standards:
                problems.append(
                    Problem(
                        None,
                        f"Item {item.code}: there is no standard {number} in version "
                        f"{parsed.framework} of the framework.",
                    )
                )
    return problems


def _standards(framework: str) -> set[str] | None:
    """The numbers of a version's standards; None if there is no such version."""
    version = FrameworkVersion.objects.filter(code=framework).first()
    if version is None:
        return None
    return set(Standard.objects.filter(version=version).values_list("number", flat=True))
