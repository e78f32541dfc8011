"""Writing a survey's measures: what a code may and may not change between rounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sightline.base.refusal import Refusal
from sightline.results import sensitive
from sightline.results.models import Dataset, Measure
from sightline.standards.models import FrameworkVersion, Standard


class CannotRegister(Refusal):
    """A measure contradicts what earlier rounds mean by its code."""


@dataclass(frozen=True)
class NewMeasure:
    """A measure as a mapping describes it. ``theme`` is the code of a theme in the same list.

    ``scale`` is in order: ``[{"answer": "Agree", "score": 75, "positive": True}, …]``, scores 0 to
    100; themes have none. ``standards`` are numbers. ``is_sensitive``: it is counted as two answers
    (see sensitive.py), and its scale is kept so; whoever counts answers puts them together alike.
    """

    code: str
    label: str
    kind: str = Measure.Kind.ITEM
    wording: str = ""
    theme: str = ""
    scale: Sequence[dict[str, object]] = ()
    branch: str = ""
    standards: Sequence[str] = ()
    series: int = 0
    is_sensitive: bool = False


def write_measures(
    survey: str, wanted: Sequence[NewMeasure], framework: FrameworkVersion | None
) -> tuple[list[Measure], list[str]]:
    """The measures in the order given, and the codes of those that are new or changed.

    Raises:
        CannotRegister: see actions.register_measures.
    """
    _check(wanted)
    standards = _standards(wanted, framework)
    stored = {
        measure.code: measure
        for measure in Measure.objects.select_for_update().filter(survey=survey)
    }
    changed: list[str] = []
    themes_first = sorted(enumerate(wanted), key=lambda each: each[1].kind != Measure.Kind.THEME)
    for position, new in themes_first:
        measure, is_changed = _write(survey, position, new, stored)
        linked = set(measure.standards.filter(version=framework).values_list("pk", flat=True))
        meant = {standards[number].pk for number in new.standards}
        if linked != meant:
            measure.standards.remove(*(linked - meant))
            measure.standards.add(*(meant - linked))
            is_changed = True
        if is_changed:
            changed.append(new.code)
    return [stored[new.code] for new in wanted], changed


def _write(
    survey: str, position: int, new: NewMeasure, stored: dict[str, Measure]
) -> tuple[Measure, bool]:
    scale: list[dict[str, object]] = [
        {
            "answer": str(answer["answer"]),
            "score": _score(new, answer),
            "positive": bool(answer.get("positive")),
        }
        for answer in new.scale
    ]
    if new.is_sensitive:
        if not sensitive.has_both(scale):
            raise CannotRegister(
                f"{new.code} is sensitive, so it is counted as two answers: those that are "
                "positive, and the others. Mark some of its answers as positive and some not."
            )
        scale = sensitive.two_answers(scale)[0]
    meant = {
        "kind": new.kind,
        "label": new.label,
        "wording": new.wording,
        "branch": new.branch,
        "position": position,
        "series": new.series,
        "scale": scale,
        "is_sensitive": new.is_sensitive,
        "theme": stored[new.theme] if new.theme else None,
    }
    measure = stored.get(new.code)
    if measure is None:
        measure = Measure.objects.create(survey=survey, code=new.code, **meant)
        stored[new.code] = measure
        return measure, True
    if measure.kind != new.kind:
        raise CannotRegister(
            f"{new.code} was {_article(measure.kind)} in earlier rounds and cannot become "
            f"{_article(new.kind)}. Give it a new code."
        )
    if measure.is_sensitive != new.is_sensitive and _is_being_prepared(measure.survey):
        raise CannotRegister(
            f"{new.code} becomes sensitive, or is so no longer, while results of another round of "
            "this survey are being prepared. Try again when they are done."
        )
    # What becomes sensitive, or is so no longer, has the same answers, put together or not.
    if measure.scale != scale and not (
        measure.is_sensitive != new.is_sensitive
        and sensitive.has_both(measure.scale)
        and sensitive.has_both(scale)
        and sensitive.two_answers(measure.scale)[0] == sensitive.two_answers(scale)[0]
    ):
        raise CannotRegister(
            f"The answers of {new.code} had other scores, names or another order in earlier "
            "rounds, so a trend would compare unlike with like. Give it a new code."
        )
    differing = [name for name, value in meant.items() if getattr(measure, name) != value]
    for name in differing:
        setattr(measure, name, meant[name])
    if differing:
        measure.save(update_fields=differing)
    return measure, bool(differing)


def _is_being_prepared(survey: str) -> bool:
    """Answers that are written already are built by what is registered then."""
    return Dataset.objects.filter(survey=survey, state=Dataset.State.PREPARING).exists()


def _article(kind: str) -> str:
    return "an item" if kind == Measure.Kind.ITEM else "a theme"


def _score(new: NewMeasure, answer: dict[str, object]) -> float:
    score = answer.get("score")
    if not isinstance(score, int | float) or isinstance(score, bool) or not 0 <= score <= 100:
        raise CannotRegister(
            f"The answer “{answer.get('answer')}” of {new.code} needs a score from 0 to 100. "
            "List answers that have no score as not applicable."
        )
    return score


def _check(wanted: Sequence[NewMeasure]) -> None:
    codes = [new.code for new in wanted]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise CannotRegister(f"These codes are used more than once: {', '.join(twice)}.")
    themes = {new.code for new in wanted if new.kind == Measure.Kind.THEME}
    for new in wanted:
        if new.theme and new.theme not in themes:
            raise CannotRegister(f"{new.code} belongs to {new.theme}, which is not a theme here.")
        if new.kind == Measure.Kind.THEME and (new.theme or new.scale):
            raise CannotRegister(f"{new.code} is a theme, so it has no scale and no theme.")
        if new.kind == Measure.Kind.ITEM and not 2 <= len(new.scale) <= 11:
            raise CannotRegister(f"{new.code} needs a scale of 2 to 11 answers.")


def _standards(
    wanted: Iterable[NewMeasure], framework: FrameworkVersion | None
) -> dict[str, Standard]:
    numbers = sorted({number for new in wanted for number in new.standards})
    found = {
        standard.number: standard
        for standard in Standard.objects.filter(version=framework, number__in=numbers)
    }
    if missing := [number for number in numbers if number not in found]:
        where = f"in {framework}" if framework else "because no framework was in force on that day"
        raise CannotRegister(f"There is no standard {', '.join(missing)} {where}.")
    return found
