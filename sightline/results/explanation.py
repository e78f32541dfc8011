"""How was this worked out? In plain words, from what the round itself says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sightline.results.cells import Cell
from sightline.results.levels import Audience
from sightline.results.measures import MeasureInfo, Questionnaire


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a number was worked out, in plain words. Each line is a sentence."""

    title: str
    formula: tuple[str, ...]
    inputs: tuple[str, ...]
    exclusions: tuple[str, ...]
    dates: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of the cell that is explained; all None when it is withheld."""

    shown: bool
    n: int | None
    respondents: int | None
    score: float | None
    answers: tuple[int, ...] | None
    benchmark: str | None
    benchmark_score: float | None
    groups: int | None
    own_share: float | None

    @staticmethod
    def of(cell: Cell) -> Numbers:
        beside = cell.benchmark
        return Numbers(
            shown=cell.shown,
            n=cell.n,
            respondents=cell.respondents,
            score=cell.score,
            answers=cell.answers,
            benchmark=beside.name if beside else None,
            benchmark_score=beside.score if beside else None,
            groups=beside.groups if beside else None,
            own_share=beside.own_share if beside else None,
        )


#: A group that gave more than this part of its benchmark's answers is mostly compared with itself.
MOSTLY_ITSELF = 0.5


def explain(
    manifest: dict[str, Any],
    measure: MeasureInfo | None,
    questionnaire: Questionnaire,
    audience: Audience,
    cell: Numbers,
) -> Explanation:
    """The explanation of one cell."""
    if measure is None:
        return Explanation(
            "This round did not ask it",
            ("There is nothing to work out: this question was not in this round of the survey.",),
            (),
            (),
            _dates(manifest),
            _source(manifest),
        )
    return Explanation(
        title=measure.label,
        formula=_theme_formula(measure, manifest)
        if measure.is_theme
        else _item_formula(measure, manifest),
        inputs=_inputs(measure, questionnaire, cell),
        exclusions=_exclusions(manifest, audience),
        dates=_dates(manifest),
        source=_source(manifest),
    )


def _item_formula(measure: MeasureInfo, manifest: dict[str, Any]) -> tuple[str, ...]:
    scale = "; ".join(f"{answer.text} = {_number(answer.score)}" for answer in measure.scale)
    positive = ", ".join(answer.text for answer in measure.scale if answer.positive)
    lines = [
        f"Each answer has a score from 0 to 100: {scale}.",
        "The score of a group is the mean of its respondents' scores.",
        _LIMITS,
    ]
    if measure.is_sensitive:
        lines.append(
            "This question is sensitive. Its answers are counted as two, and a group is shown only "
            "where several people gave each of them."
        )
    if positive:
        lines.append(
            f"Positive is the share of those who answered: {positive}. Its 95% limits are Wilson's."
        )
    return (*lines, *_colours(manifest, "items"))


def _theme_formula(measure: MeasureInfo, manifest: dict[str, Any]) -> tuple[str, ...]:
    return (
        "Each answer has a score from 0 to 100. A respondent's theme score is the mean of the "
        "scores of the theme's questions that they answered.",
        "A respondent counts when they answered at least half of the theme's questions that they "
        "were asked.",
        "The score of a group is the mean of its respondents' theme scores.",
        _LIMITS,
        *_colours(manifest, "themes"),
    )


_LIMITS = (
    "The 95% limits are the score plus and minus 1.96 standard errors (the standard deviation "
    "divided by the square root of the number who answered)."
)


def _colours(manifest: dict[str, Any], kind: str) -> tuple[str, ...]:
    if not manifest.get("is_flagged", True):
        return ("No group is given a colour here: anybody with the link could answer.",)
    rules = manifest["rules"]
    whose = "group scores" if rules[kind] == "units" else "respondents' scores"
    return (
        f"Red and pink: the score is in the lowest quarter of the {whose} of its benchmark group. "
        "Green and light green: in the highest quarter. Red and green: its 95% limits also do not "
        "overlap those of the benchmark's mean. White: in between. Grey: withheld, or fewer than "
        f"{rules['minimum_n']} answers.",
    )


def _inputs(measure: MeasureInfo, questionnaire: Questionnaire, cell: Numbers) -> tuple[str, ...]:
    lines: list[str] = []
    if measure.wording:
        lines.append(f"The question: {measure.wording}")
    if measure.is_theme:
        items = [questionnaire.items[at].label for at in questionnaire.of_theme(measure)]
        lines.append(f"The questions of this theme: {'; '.join(items)}.")
    if measure.branch:
        lines.append("Only one professional branch is asked this question.")
    if not cell.shown:
        lines.append("No number is shown here, so there are no inputs to list.")
        return tuple(lines)
    lines.append(
        f"{cell.n:,} of the {cell.respondents:,} people in this group who took part answered it."
    )
    if cell.answers:
        given = "; ".join(
            f"{answer.text}: {count:,}"
            for answer, count in zip(measure.scale, cell.answers, strict=True)
        )
        lines.append(f"Their answers: {given}.")
    if cell.benchmark is None:
        lines.append("It is not compared with a benchmark group.")
        return tuple(lines)
    lines.append(
        f"Compared with: {cell.benchmark}, {cell.groups:,} of which are shown. Their score is "
        f"{cell.benchmark_score}."
    )
    if cell.own_share is not None and cell.own_share > MOSTLY_ITSELF:
        lines.append(
            f"This group itself gave {cell.own_share:.0%} of the benchmark's answers, so it is "
            "mostly compared with itself."
        )
    return tuple(lines)


def _exclusions(manifest: dict[str, Any], audience: Audience) -> tuple[str, ...]:
    least = manifest["thresholds"][str(audience)]
    lines = [
        'Answers such as "not applicable" and questions left out are not counted. '
        "Nothing is filled in for them.",
        f"Groups of fewer than {least} are withheld, and others beside them where the small number "
        "could be worked out from the rest. A withheld group looks the same as an empty one.",
        "A question that everybody in a group answered alike is withheld for that group.",
        "People who gave no programme, site or provider count in the larger groups only.",
    ]
    if audience is Audience.PUBLIC:
        lines.append(
            "In public, a figure is also withheld when it would show that only a few people gave, "
            "or did not give, a positive answer. Scores and percentages are whole numbers."
        )
    return tuple(lines)


def _dates(manifest: dict[str, Any]) -> tuple[str, ...]:
    start, end, day = (
        date.fromisoformat(manifest[name]) for name in ("collected_from", "collected_to", "day")
    )
    return (
        f"Answers were collected from {start:%-d %B %Y} to {end:%-d %B %Y}.",
        f"Organisations are grouped as they were on {day:%-d %B %Y}.",
        f"Worked out on {date.fromisoformat(manifest['built_on']):%-d %B %Y}.",
    )


def _source(manifest: dict[str, Any]) -> tuple[str, ...]:
    lines = [f"{manifest['survey_name']}, {manifest['label']}, version {manifest['version']}."]
    if manifest["respondents"]:
        lines.append(f"{manifest['respondents']:,} people took part.")
    if manifest["source_name"]:
        lines.append(f"From the file {manifest['source_name']}.")
    if manifest["source_sha256"]:
        lines.append(f"Its SHA-256 is {manifest['source_sha256']}.")
    if manifest["is_made_up"]:
        lines.append("These data are made up.")
    return tuple(lines)


def _number(score: float) -> str:
    return f"{score:g}"
