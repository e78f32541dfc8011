"""Which results there are."""

from __future__ import annotations

from collections import Counter

from sightline.results.models import Dataset, Measure


def current_datasets(survey: str | None = None) -> list[Dataset]:
    """The datasets in use, newest first; of one survey when its code is given.

    Surveys that come round again stand before those that were asked once, so that a focused survey
    of a few questions does not become the first thing that everybody sees.
    """
    found = Dataset.objects.filter(state=Dataset.State.CURRENT)
    if survey is not None:
        found = found.filter(survey=survey)
    newest_first = list(found.order_by("-collected_to", "-year", "survey"))
    rounds = Counter(one.survey for one in newest_first)
    return sorted(newest_first, key=lambda one: rounds[one.survey] == 1)


def latest_dataset(survey: str | None = None) -> Dataset | None:
    """The newest dataset in use."""
    return next(iter(current_datasets(survey)), None)


def dataset_of(year: int, survey: str | None = None) -> Dataset | None:
    """The dataset in use of that year, or None."""
    return next((each for each in current_datasets(survey) if each.year == year), None)


def measures(survey: str) -> list[Measure]:
    """A survey's measures with theme and standards, in the order of the questionnaire."""
    return list(
        Measure.objects.filter(survey=survey)
        .select_related("theme")
        .prefetch_related("standards")
        .order_by("position", "code")
    )


def measures_on(standard_number: str) -> list[Measure]:
    """Every measure that bears on a standard of that number, in any version of the framework."""
    return list(
        Measure.objects.filter(standards__number=standard_number)
        .distinct()
        .order_by("survey", "position")
    )
