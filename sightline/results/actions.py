"""Measures are registered; a dataset is begun, prepared aside, switched in and made final.

    dataset = actions.begin(survey=…, year=…, …, by=user, at=now)
    with mart.writer(dataset, item_codes) as writer:
        writer.write(batch)  # as often as needed
    actions.prepare(dataset=dataset, by=user, at=now)     # may take seconds; nobody waits for it
    actions.switch_in(dataset=dataset, by=user, at=now)   # one short transaction

``by`` is None when the service itself acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sightline.base.refusal import Refusal
from sightline.people.models import User
from sightline.results.models import Dataset, Measure


class CannotRegister(Refusal):
    """A measure contradicts what earlier rounds mean by its code."""


class CannotPrepare(Refusal):
    """The dataset cannot be built; nothing was changed."""


class CannotSwitchIn(Refusal):
    """The dataset is not ready to be used."""


@dataclass(frozen=True)
class NewMeasure:
    """A measure as a mapping describes it. ``theme`` is the code of a theme in the same list.

    ``scale`` is in order: ``[{"answer": "Agree", "score": 75, "positive": True}, …]``, scores 0 to
    100 or None; themes have none. ``standards`` are numbers.
    """

    code: str
    label: str
    kind: str = Measure.Kind.ITEM
    wording: str = ""
    theme: str = ""
    scale: Sequence[dict[str, object]] = ()
    branch: str = ""
    standards: Sequence[str] = ()


def register_measures(
    *,
    survey: str,
    measures: Sequence[NewMeasure],
    collected_to: date,
    by: User | None,
    at: datetime,
) -> list[Measure]:
    """Write the measures of a survey and link them to the standards in force on that day.

    Idempotent: the same list changes nothing. Labels, wordings, themes and standards follow the
    latest list; links to standards of other versions of the framework stay.

    Raises:
        CannotRegister: a number that no standard has, a theme that is not in the list, a kind that
            changes, or a scale with other scores for answers that earlier rounds already hold.
    """
    raise NotImplementedError


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
    by: User | None,
    at: datetime,
) -> Dataset:
    """A new version of a round, being prepared: a row and the name of its folder."""
    raise NotImplementedError


def prepare(*, dataset: Dataset, by: User | None, at: datetime) -> Dataset:
    """Build totals, masks and flags aside, then give the folder its name.

    Afterwards ``built_at`` is set and the files never change. When it fails, the folder is gone,
    ``state`` is FAILED and ``message`` says why.

    Raises:
        CannotPrepare: no answers were written, or a provider, programme or measure is unknown.
    """
    raise NotImplementedError


def switch_in(*, dataset: Dataset, by: User | None, at: datetime) -> Dataset:
    """Make a prepared dataset the one in use; the one before is superseded. Idempotent.

    Raises:
        CannotSwitchIn: it is not prepared, has failed, or a later version is in use.
    """
    raise NotImplementedError


def make_final(*, dataset: Dataset, by: User | None, at: datetime) -> Dataset:
    """Close the round: the keyed hashes of respondents' own IDs are deleted. Idempotent.

    Raises:
        CannotSwitchIn: the dataset is not the one in use.
    """
    raise NotImplementedError
