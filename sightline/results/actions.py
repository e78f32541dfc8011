"""Measures are registered; a dataset is begun, prepared aside, switched in and made final.

    dataset = actions.begin(survey=…, year=…, …, by=user, at=now)
    with mart.writer(dataset, item_codes) as writer:
        writer.write(batch)  # as often as needed
    actions.prepare(dataset=dataset, by=user, at=now)     # may take seconds; nobody waits for it
    actions.switch_in(dataset=dataset, by=user, at=now)   # one short transaction

``by`` is None when the service itself acts.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.organisations.models import Profession, Programme
from sightline.people.models import User
from sightline.results import build, flags, groups, mart, measures, places
from sightline.results.engines import connecting
from sightline.results.models import Dataset, Measure
from sightline.results.registering import CannotRegister, NewMeasure, write_measures
from sightline.standards.models import FrameworkVersion
from sightline.stats.outliers import QuartilesOf
from sightline.trail import record

__all__ = [
    "CannotPrepare",
    "CannotRegister",
    "CannotSwitchIn",
    "NewMeasure",
    "begin",
    "give_up",
    "make_final",
    "prepare",
    "register_measures",
    "switch_in",
]


class CannotPrepare(Refusal):
    """The dataset cannot be built; nothing was changed."""


class CannotSwitchIn(Refusal):
    """The dataset is not ready to be used."""


@transaction.atomic
def register_measures(
    *,
    survey: str,
    measures: Sequence[NewMeasure],
    collected_to: date,
    by: User | None,
    at: datetime,
) -> list[Measure]:
    """Write the measures of a survey and link them to the standards in force on that day.

    Idempotent: the same list changes nothing and leaves no line in the trail. Labels, wordings,
    themes and standards follow the latest list; links to standards of other versions of the
    framework stay, and so do measures that are not in the list.

    Raises:
        CannotRegister: a number that no standard has, a theme that is not in the list, a kind that
            changes, or a scale whose answers would mean something else than in earlier rounds.
        NotPermitted: ``by`` may not import surveys.
    """
    _require(by)
    framework = FrameworkVersion.in_force_on(collected_to)
    found, changed = write_measures(survey, measures, framework)
    if changed:
        record.record(
            action="results.register_measures",
            subject=found[0],
            by=by,
            at=at,
            summary=f"Registered {len(changed)} measures of {survey}: {', '.join(changed[:8])}"
            + (" and others." if len(changed) > 8 else "."),
            fields=changed,
        )
    return found


@transaction.atomic
def begin(
    *,
    survey: str,
    survey_name: str,
    year: int,
    label: str,
    collected_from: date,
    collected_to: date,
    source_name: str,
    source_sha256: str,
    threshold_inside: int = 5,
    threshold_public: int = 10,
    is_made_up: bool = False,
    is_flagged: bool = True,
    by: User | None,
    at: datetime,
) -> Dataset:
    """A new version of a round, being prepared: a row and the name of its folder.

    ``is_flagged`` is false where anybody could answer: then no group is given a colour.

    Raises:
        CannotPrepare: the round is final.
        NotPermitted: ``by`` may not import surveys.
    """
    _require(by)
    earlier = list(Dataset.objects.select_for_update().filter(survey=survey, year=year))
    if any(each.is_final for each in earlier):
        raise CannotPrepare(
            f"The {year} round is final, so its results cannot be replaced. "
            "Choose another round, or ask an administrator."
        )
    version = 1 + max((each.version for each in earlier), default=0)
    dataset = Dataset.objects.create(
        survey=survey,
        survey_name=survey_name,
        year=year,
        label=label,
        version=version,
        collected_from=collected_from,
        collected_to=collected_to,
        # The last part keeps readers of an older database from meeting files of the same name.
        folder=f"{survey}-{year}-v{version}-{secrets.token_hex(4)}",
        source_name=source_name,
        source_sha256=source_sha256,
        threshold_inside=threshold_inside,
        threshold_public=threshold_public,
        is_made_up=is_made_up,
        is_flagged=is_flagged,
    )
    _line("begin", dataset, by, at, f"Began to prepare version {version} of {dataset}.")
    return dataset


def prepare(*, dataset: Dataset, by: User | None, at: datetime) -> Dataset:
    """Build totals, masks and flags aside, then give the folder its name.

    Afterwards ``built_at`` is set and the files never change. When it fails, the folder is gone,
    ``state`` is FAILED and ``message`` says why. The building itself runs outside any transaction,
    so that nobody waits for it. A dataset that is prepared already is left as it is.

    Raises:
        CannotPrepare: no answers were written, or a provider, programme or measure is unknown.
        NotPermitted: ``by`` may not import surveys.
    """
    _require(by)
    dataset.refresh_from_db()
    if dataset.built_at is not None:
        return dataset
    if dataset.state != Dataset.State.PREPARING:
        raise CannotPrepare("These results could not be prepared before. Import the file again.")
    try:
        respondents = _build(dataset, at)
        mart.give_name(dataset.folder)
    except (
        mart.NotPrepared,
        groups.UnknownCodes,
        measures.UnknownMeasures,
        mart.AnswersOffScale,
        connecting.NoEngine,
    ) as why:
        _fail(dataset, str(why), by, at)
        raise CannotPrepare(str(why)) from why
    except BaseException:
        _fail(dataset, "The service stopped while it prepared these results.", by, at)
        raise
    with transaction.atomic():
        stored = Dataset.objects.select_for_update().get(pk=dataset.pk)
        stored.respondents = respondents
        stored.built_at = at
        stored.save(update_fields=["respondents", "built_at"])
        _line("prepare", stored, by, at, f"Prepared {stored}: {respondents:,} respondents.")
    dataset.refresh_from_db()
    return dataset


def give_up(*, dataset: Dataset, by: User | None, at: datetime) -> Dataset:
    """Mark results whose preparation was interrupted as failed, and remove their files.

    Results that are in use, superseded or failed already are left as they are.

    Raises:
        NotPermitted: ``by`` may not import surveys.
    """
    _require(by)
    dataset.refresh_from_db()
    if dataset.state == Dataset.State.PREPARING:
        _fail(dataset, "The preparation of these results was interrupted.", by, at)
    return dataset


@transaction.atomic
def switch_in(*, dataset: Dataset, by: User | None, at: datetime) -> Dataset:
    """Make a prepared dataset the one in use; the one before is superseded. Idempotent.

    Raises:
        CannotSwitchIn: it is not prepared, has failed, or a later version is in use.
        NotPermitted: ``by`` may not import surveys.
    """
    _require(by)
    round_ = Dataset.objects.select_for_update().filter(survey=dataset.survey, year=dataset.year)
    versions = {each.pk: each for each in round_.order_by("version")}
    stored = versions[dataset.pk]
    if stored.state == Dataset.State.CURRENT:
        return stored
    if stored.state == Dataset.State.FAILED or stored.built_at is None:
        raise CannotSwitchIn("These results are not prepared, so they cannot be used yet.")
    current = next((v for v in versions.values() if v.state == Dataset.State.CURRENT), None)
    if stored.state == Dataset.State.SUPERSEDED or (current and current.version > stored.version):
        raise CannotSwitchIn("Later results of this round are already in use.")
    if current and current.is_final:
        raise CannotSwitchIn("This round is final, so its results cannot be replaced.")
    if current:
        current.state = Dataset.State.SUPERSEDED
        current.save(update_fields=["state"])
    stored.state = Dataset.State.CURRENT
    stored.switched_in_at = at
    stored.save(update_fields=["state", "switched_in_at"])
    instead = f" instead of version {current.version}" if current else ""
    _line("switch_in", stored, by, at, f"Switched in {stored}, version {stored.version}{instead}.")
    return stored


@transaction.atomic
def make_final(*, dataset: Dataset, by: User | None, at: datetime) -> Dataset:
    """Close the round: the keyed hashes of respondents' own IDs are deleted. Idempotent.

    The hashes of versions that were superseded go as well.

    Raises:
        CannotSwitchIn: the dataset is not the one in use.
        NotPermitted: ``by`` may not import surveys.
    """
    _require(by)
    round_ = Dataset.objects.select_for_update().filter(survey=dataset.survey, year=dataset.year)
    versions = {each.pk: each for each in round_.order_by("version")}
    stored = versions[dataset.pk]
    if stored.state != Dataset.State.CURRENT:
        raise CannotSwitchIn("Only the results in use can be made final.")
    if stored.is_final:
        return stored
    stored.is_final = True
    stored.save(update_fields=["is_final"])
    _line("make_final", stored, by, at, f"Made {stored} final; respondents' own IDs are deleted.")
    folders = [each.folder for each in versions.values()]
    transaction.on_commit(lambda: [mart.delete_hashes(folder) for folder in folders])
    return stored


def _require(by: User | None) -> None:
    if by is not None:
        viewer.require(by, Permission.IMPORT_SURVEY)


def _line(verb: str, dataset: Dataset, by: User | None, at: datetime, summary: str) -> None:
    record.record(action=f"results.{verb}", subject=dataset, by=by, at=at, summary=summary)


def _fail(dataset: Dataset, why: str, by: User | None, at: datetime) -> None:
    mart.discard(dataset.folder)
    mart.remove(dataset.folder)
    with transaction.atomic():
        stored = Dataset.objects.select_for_update().get(pk=dataset.pk)
        stored.state = Dataset.State.FAILED
        stored.message = why
        stored.save(update_fields=["state", "message"])
        _line("prepare", stored, by, at, f"Could not prepare {stored}.")
    dataset.refresh_from_db()


def _build(dataset: Dataset, at: datetime) -> int:
    folder = mart.aside(dataset.folder)
    framework = FrameworkVersion.in_force_on(dataset.collected_to)
    asked = measures.questionnaire(
        dataset.survey, mart.item_codes(folder), framework.code if framework else None
    )
    names = {
        **dict(Profession.objects.order_by().values_list("code", "name")),
        **dict(Programme.objects.order_by().values_list("code", "name")),
    }
    return build.build(
        folder,
        asked,
        places.places_on(dataset.collected_from, dataset.collected_to),
        names,
        build.Thresholds(dataset.threshold_inside, dataset.threshold_public),
        _rules(),
        _facts(dataset, at),
        _earlier(dataset),
    )


def _earlier(dataset: Dataset) -> Path | None:
    """The folder of the version in use, when its files are as they were written."""
    current = Dataset.objects.filter(
        survey=dataset.survey, year=dataset.year, state=Dataset.State.CURRENT
    ).first()
    if current is None:
        return None
    folder = mart.folder_of(current.folder)
    try:
        return None if mart.changed_files(folder) else folder
    except mart.NotPrepared:
        return None


def _rules() -> flags.Rules:
    """The service's settings of the comparison, RESULTS_FLAGS, over the usual ones."""
    given: dict[str, Any] = getattr(settings, "RESULTS_FLAGS", {})
    usual = flags.Rules()
    return flags.Rules(
        items=QuartilesOf(given.get("items", usual.items)),
        themes=QuartilesOf(given.get("themes", usual.themes)),
        minimum_n=int(given.get("minimum_n", usual.minimum_n)),
    )


def _facts(dataset: Dataset, at: datetime) -> dict[str, Any]:
    return {
        "survey": dataset.survey,
        "survey_name": dataset.survey_name,
        "year": dataset.year,
        "label": dataset.label,
        "version": dataset.version,
        "collected_from": dataset.collected_from.isoformat(),
        "collected_to": dataset.collected_to.isoformat(),
        "built_on": at.date().isoformat(),
        "source_name": dataset.source_name,
        "source_sha256": dataset.source_sha256,
        "is_made_up": dataset.is_made_up,
        "is_flagged": dataset.is_flagged,
    }
