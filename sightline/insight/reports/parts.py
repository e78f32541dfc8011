"""Sections that reports and slides share. Pure: takes cells that passed the gate, and records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sightline.commitments.models import Commitment
from sightline.commitments.words import STATUS_WORDS, Status
from sightline.design import flags, show
from sightline.design.documents.content import Bar, Bars, Column, Fact, Grid, Section, cut
from sightline.insight import colours
from sightline.insight import words as insight_words
from sightline.insight.change import Direction
from sightline.insight.queries.alike import Together
from sightline.insight.queries.lines import Line, moved
from sightline.insight.reports import words
from sightline.listen.comments.models import Comment
from sightline.listen.replies.models import Reply
from sightline.respond.register.queries.about import ConcernLine
from sightline.results.gate import Cell

#: Longest texts, in characters: a label, a title, a comment, what was said or done.
LABEL, TITLE, COMMENT, SAID = 90, 110, 240, 170
#: Shorter comments say little by themselves.
_LEAST_COMMENT = 40
WITHHELD = "Not shown"


def number(value: float | None) -> str:
    """A score or difference as everywhere: one decimal; "–" for none."""
    return "–" if value is None else show.number(value, 1)


def interval(cell: Cell) -> str:
    if cell.low is None or cell.high is None:
        return "–"
    return f"{show.number(cell.low, 1)} to {show.number(cell.high, 1)}"


def compared(cell: Cell) -> str:
    """A flag as its shape and what it says: "▼ Below"."""
    if cell.benchmark is None:
        return "–"
    return f"{flags.named(cell.flag).shape} {colours.in_short(cell)}"


def since(line: Line) -> str:
    return line.change.short if line.cell.shown else "–"


def facts(lines: Sequence[Line], respondents: int | None, concerns: int) -> tuple[Fact, ...]:
    """The main figures of a place."""
    shown = [one for one in lines if one.cell.shown]
    themes = [one for one in shown if one.info.is_theme]
    questions = [one for one in shown if not one.info.is_theme]
    first = (
        Fact(_of(sum(one.is_low for one in themes), len(themes)), "themes clearly below"),
        Fact(_of(sum(one.is_low for one in questions), len(questions)), "questions clearly below"),
    )
    if shown and not is_compared(shown):
        better, worse = count_changed(themes)
        first = (
            Fact(_of(better, len(themes)), "themes better than a round ago"),
            Fact(_of(worse, len(themes)), "themes worse than a round ago"),
        )
    return (
        *first,
        Fact(WITHHELD if respondents is None else show.number(respondents), "learners answered"),
        Fact(show.number(concerns), "open concern" if concerns == 1 else "open concerns"),
    )


def is_compared(lines: Iterable[Line]) -> bool:
    """Is there a group like this place? There is none for the nation."""
    return any(one.cell.benchmark is not None for one in lines)


def _of(count: int, whole: int) -> str:
    return f"{count} of {whole}" if whole else WITHHELD


def lead(themes: Sequence[Line], said: str) -> tuple[str, ...]:
    """One or two sentences on where the place stands, and what became of it."""
    shown = [one for one in themes if one.cell.shown]
    if not shown:
        return (words.TOO_FEW,)
    low = [one.info.label for one in shown if one.is_low]
    high = [one.info.label for one in shown if one.is_high]
    benchmark = next((one.cell.benchmark.name for one in shown if one.cell.benchmark), "")
    parts = []
    if low:
        parts.append(f"clearly below in {insight_words.joined(low)}")
    if high:
        parts.append(f"clearly above in {insight_words.joined(high)}")
    if not benchmark:
        first = "There is no group like this one to compare with."
    elif parts:
        first = f"Compared with “{benchmark}”: {'; '.join(parts)}."
    else:
        first = f"Compared with “{benchmark}”, no theme is clearly below or above."
    return tuple(text for text in (cut(first, 330), cut(said, 330)) if text)


def _columns(name: str, since_when: str, *, compared: bool) -> tuple[Column, ...]:
    found = [
        Column(name, 3.3),
        Column("Answers", 1.1, is_numeric=True),
        Column("Score", 0.85, is_numeric=True),
        Column("95% interval", 1.6, is_numeric=True),
    ]
    if compared:
        found += [
            Column("Benchmark", 1.35, is_numeric=True),
            Column("Difference", 1.25, is_numeric=True),
            Column("Compared", 1.25),
        ]
    if since_when:
        found.append(Column(f"Since {since_when}", 1.9))
    return tuple(found)


def measures(caption: str, name: str, lines: Sequence[Line], since_when: str) -> Grid:
    """One row for each measure, with all that the gate gives of it."""
    beside = is_compared(lines)
    rows = []
    for line in lines:
        cell = line.cell
        row = [
            cut(line.info.label, LABEL),
            show.number(cell.n) if cell.shown else WITHHELD,
            number(cell.score),
            interval(cell),
        ]
        if beside:
            row += [
                number(cell.benchmark.score if cell.benchmark else None),
                number(cell.difference),
                compared(cell),
            ]
        rows.append(tuple([*row, since(line)] if since_when else row))
    return Grid(caption, _columns(name, since_when, compared=beside), tuple(rows))


def bars(caption: str, lines: Sequence[Line], *, made_up: bool) -> Bars | None:
    """A chart of the lines that are shown; None where none is."""
    shown = [line for line in lines if line.cell.shown]
    if not shown:
        return None
    name = next((one.cell.benchmark.name for one in shown if one.cell.benchmark), "")
    return Bars(
        caption,
        tuple(
            Bar(
                cut(line.info.label, 60),
                line.cell.score or 0.0,
                line.cell.low,
                line.cell.high,
                line.cell.n,
                line.cell.flag.value if line.cell.benchmark else "",
                line.cell.benchmark.score if line.cell.benchmark else None,
            )
            for line in shown
        ),
        benchmark_name=name,
        made_up=made_up,
    )


def stands_out(lines: Sequence[Line], since_when: str, *, most: int = 8) -> Section:
    """Questions clearly below, the furthest first, then those clearly above.

    Where there is nobody to compare with, those with the lowest and the highest scores.
    """
    questions = [one for one in lines if one.cell.shown and not one.info.is_theme]
    if questions and not is_compared(questions):
        ranked = sorted(questions, key=lambda one: one.cell.score or 0.0)
        ends = ranked if len(ranked) <= most else [*ranked[: most - 3], *ranked[-3:]]
        heading = "Lowest and highest scores"
        return Section(heading, grid=measures(heading, "Question", ends, since_when), least=2)
    low = sorted((one for one in questions if one.is_low), key=lambda one: one.cell.difference or 0)
    high = sorted(
        (one for one in questions if one.is_high), key=lambda one: -(one.cell.difference or 0)
    )
    found = [*low[: most - min(len(high), 3)], *high][:most]
    if not found:
        sentence = (
            f"None of the {len(questions)} questions shown is clearly below or above others like "
            "it."
            if questions
            else "No question can be shown."
        )
        return Section("Questions that stand out", (sentence,))
    return Section(
        "Questions that stand out",
        grid=measures("Questions that stand out", "Question", found, since_when),
        left_out=len(low) + len(high) - len(found),
        least=2,
    )


def changed(lines: Sequence[Line], since_when: str, label: str, *, most: int = 6) -> Section:
    """Measures that clearly changed since the round before."""
    heading = f"What changed since {since_when}"
    rows = [
        (
            cut(line.info.label, LABEL),
            number(line.change.was.score if line.change.was else None),
            number(line.cell.score),
            number(moved(line)),
            str(line.change.direction),
        )
        for line in lines
    ]
    if not rows:
        return Section(heading, ("Nothing has clearly changed.",))
    grid = Grid(
        heading,
        (
            Column("Theme or question", 4.5),
            Column(since_when, 1.6, is_numeric=True),
            Column(label, 1.6, is_numeric=True),
            Column("Points", 1.0, is_numeric=True),
            Column("Change", 1.4),
        ),
        tuple(rows[:most]),
    )
    return Section(heading, grid=grid, left_out=max(len(rows) - most, 0))


def together(like: Together, name: str, named: Mapping[str, str], *, most: int = 8) -> Section:
    """Places like one without figures, as one: the themes, and how far one place can differ."""
    rows = [row for row in like.rows if row.info.is_theme] or like.rows
    many = len(like.labels)
    grid = Grid(
        "Places like this one, together",
        (
            Column("Theme" if rows[0].info.is_theme else "Question", 3.0),
            Column("Places in", 2.4),
            Column("Places", 0.9, is_numeric=True),
            Column("Answers", 1.0, is_numeric=True),
            Column("Score", 0.9, is_numeric=True),
            Column(f"{many} rounds" if many > 1 else "95% interval", 1.4, is_numeric=True),
            Column("One place", 1.5, is_numeric=True),
        ),
        tuple(
            (
                cut(row.info.label, LABEL),
                cut(named.get(row.network or like.whole.code, row.network), LABEL),
                show.number(row.now.places),
                show.number(row.now.n),
                number(row.now.score),
                (number(row.rounds.score) if row.rounds else "–")
                if many > 1
                else _between(row.now.low, row.now.high),
                _between(*row.one) if row.one else "Not known",
            )
            for row in rows[:most]
        ),
    )
    return Section(
        "Places like this one, together",
        tuple(insight_words.together(like, name, named)),
        grid=grid,
        left_out=max(len(rows) - most, 0),
    )


def _between(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{number(low)} to {number(high)}"


def count_changed(lines: Iterable[Line]) -> tuple[int, int]:
    """How many got better, and how many worse."""
    tally = Counter(line.change.direction for line in lines if line.cell.shown)
    return tally[Direction.BETTER], tally[Direction.WORSE]


def written(comments: Sequence[Comment], labels: Mapping[str, str], *, most: int = 4) -> Section:
    """What learners wrote: how much on what, question by question, and a comment each of the most
    common themes. What is good and what could be better are never added up."""
    heading = "What learners wrote"
    if not comments:
        return Section(heading, (words.NO_COMMENTS,))
    asked = dict(sorted({one.question: one.question_label for one in comments}.items()))
    counts = Counter((one.question, one.theme) for one in comments)
    ranked = sorted(counts, key=lambda of: (-counts[of], labels.get(of[1], "Other"), of[0]))
    said = []
    for question, label in asked.items():
        here = [one for one in ranked if one[0] == question]
        themes = ", ".join(f"{labels.get(one[1], 'Other')} {counts[one]}" for one in here[:6])
        whole = sum(counts[one] for one in here)
        said.append(f"{cut(label, LABEL)} ({show.number(whole)}): {themes}.")
    quotes = []
    for of in ranked:
        told = next(
            (
                one.masked_text
                for one in comments
                if (one.question, one.theme) == of and len(one.masked_text) >= _LEAST_COMMENT
            ),
            None,
        )
        if told is not None:
            quotes.append(cut(f"{cut(asked[of[0]], 60)}: {told}", COMMENT))
    return Section(
        heading,
        (
            f"{show.pluralise(len(comments), 'comment')} released, by question and theme. "
            f"{' '.join(said)} Names and numbers are masked. Below, the first of each theme.",
        ),
        quotes=tuple(quotes[:most]),
    )


def concerns(found: Sequence[ConcernLine], *, most: int = 6) -> Section:
    heading = "Open concerns"
    if not found:
        return Section(heading, (words.NO_CONCERNS,))
    rows = tuple(
        (
            one.reference,
            cut(one.title, TITLE),
            cut(one.category_text, 60),
            show.format_date(one.next_review_date) or "–",
        )
        for one in found[:most]
    )
    columns = (
        Column("Reference", 1.4),
        Column("What it is about", 4.4),
        Column("Category", 2.6),
        Column("Next review", 2.0),
    )
    return Section(heading, grid=Grid(heading, columns, rows), left_out=max(len(found) - most, 0))


def commitments(found: Sequence[Commitment], *, most: int = 6) -> Section:
    heading = "Commitments"
    if not found:
        return Section(heading, (words.NO_COMMITMENTS,))
    rows = []
    for one in found[:most]:
        due: object = getattr(one, "due_date", one.first_due_date)
        status = STATUS_WORDS[Status(getattr(one, "status", Status.OPEN))][0]
        rows.append((one.reference, cut(one.promise, TITLE), status, show.format_date(due)))  # type: ignore[arg-type]
    columns = (
        Column("Reference", 1.4),
        Column("What was promised", 4.4),
        Column("Status", 2.6),
        Column("Due", 2.0),
    )
    return Section(
        heading,
        grid=Grid("Commitments", columns, tuple(rows)),
        left_out=max(len(found) - most, 0),
    )


def replies(found: Sequence[Reply], *, most: int = 4) -> Section:
    heading = "You said, we did"
    if not found:
        return Section(heading, (words.NO_REPLIES,))
    points = []
    for one in found[:most]:
        did = {
            Reply.Outcome.CHANGED: "We did:",
            Reply.Outcome.NOT_CHANGED: "Not changed, because:",
        }.get(Reply.Outcome(one.outcome), f"Passed to {cut(one.passed_to, 50)}:")
        points.append(f"You said: {cut(one.you_said, SAID)} {did} {cut(one.we_did, SAID)}")
    return Section(heading, points=tuple(points), left_out=max(len(found) - most, 0))


def unknown(sentences: Sequence[str], withheld: Sequence[str]) -> Section:
    """The first of what is not known, then what is withheld: a full page leaves out the rest."""
    said = [*sentences[:1], *withheld, *sentences[1:]]
    return Section(
        "What is not known, and what is withheld",
        points=tuple(cut(one, 260) for one in said),
        least=1 + len(withheld),
    )


def reading() -> Section:
    return Section("How to read this", points=words.READING, least=len(words.READING))
