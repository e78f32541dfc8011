"""The two-page report of one provider: everything in it passed the gate or the viewer's scope."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sightline.access.viewer import Viewer
from sightline.design import show
from sightline.design.documents import fitting
from sightline.design.documents.content import Document, Page, Section
from sightline.insight import unknown
from sightline.insight.queries import alike
from sightline.insight.queries.lines import Line, lines, most_changed, points, said_of_themes
from sightline.insight.reading import Reading
from sightline.insight.reports import parts, records, words
from sightline.insight.reports.records import Records
from sightline.listen.comments import queries as comments
from sightline.listen.surveys.models import Round
from sightline.organisations.models import Organisation
from sightline.organisations.networks import queries as networks
from sightline.results.levels import GroupKey, Level

AUTHOR = "NHS England, Workforce, Training and Education"
#: Themes always stand in a report whole, up to so many.
_MOST_THEMES = 8


@dataclass(frozen=True)
class Source:
    """A round as one viewer sees it, opened once for all the reports that are made of it."""

    reading: Reading
    viewer: Viewer
    day: date

    @cached_property
    def round_of_comments(self) -> Round | None:
        return comments.round_of(self.reading.dataset)

    @cached_property
    def labels(self) -> dict[str, str]:
        return comments.theme_labels(self.reading.dataset.survey)

    @cached_property
    def kinds(self) -> alike.Kinds:
        return alike.Kinds()

    @cached_property
    def named(self) -> dict[str, str]:
        """What networks and boards are called, by code."""
        boards = Organisation.objects.filter(kind=Organisation.Kind.ICB).order_by()
        return {**dict(boards.values_list("code", "name")), **networks.all_names()}

    def records(self, providers: Collection[int]) -> dict[int, Records]:
        return records.at_providers(providers, self.viewer, self.round_of_comments, self.day)


@dataclass(frozen=True)
class Made:
    """``has_figures`` is false where nothing may be shown; the report says so then."""

    document: Document
    has_figures: bool


def report(source: Source, provider: Organisation, known: Records) -> Made:
    """The report of a provider that the viewer may see: two pages, shortened so that they fit.

    No query, as long as the provider came with its region and board, but for what is read once for
    all reports.
    """
    found = source.reading
    key = GroupKey(Level.PROVIDER, provider.code)
    said = lines(found, key, found.round.measures)
    asked = [one for one in said if one.cell.shown or not one.info.branch]
    themes = [one for one in asked if one.info.is_theme]
    respondents = found.round.respondents(key)
    has_figures = any(one.cell.shown for one in asked)
    trend = points(found, key, themes[0].info.code) if themes else []
    known_not = parts.unknown(
        unknown.unknown(asked, respondents, trend, None),
        unknown.withheld(found.round, key, asked, Level.SITE, "sites"),
    )
    recorded = (parts.concerns(known.concerns), parts.commitments(known.commitments))
    told = parts.replies(known.replies)
    wrote = parts.written(known.comments, source.labels)
    like = None if has_figures else alike.together(found, key, found.round.measures, source.kinds)
    together = (parts.together(like, provider.name, source.named),) if like else ()
    first: tuple[Section, ...] = (*together, known_not, *recorded)
    second: tuple[Section, ...] = (told, wrote, parts.reading())
    if has_figures:
        first = _figures(found, asked, themes)
        second = (wrote, *recorded, told, known_not, parts.reading())
    document = Document(
        title=provider.name,
        caption=", ".join(
            (
                "Provider report",
                found.dataset.survey_name,
                found.dataset.label,
                *(one.name for one in (provider.icb, provider.region) if one is not None),
                *(("made-up data",) if found.made_up else ()),
            )
        ),
        lead=parts.lead(themes, said_of_themes(themes, found.since)),
        facts=parts.facts(asked, respondents, len(known.concerns)),
        pages=(
            Page(provider.name, first),
            Page("What learners wrote and what is being done", second),
        ),
        foot=foot(found, source.day, provider.name),
        author=AUTHOR,
        where="on this provider’s pages in Sightline",
        is_fixed=True,
    )
    return Made(fitting.fit(document), has_figures)


def _figures(found: Reading, asked: Sequence[Line], themes: Sequence[Line]) -> tuple[Section, ...]:
    """Themes, what stands out, and what changed."""
    since = found.since
    sections = [
        Section(
            "Themes",
            grid=parts.measures("Scores by theme", "Theme", themes, since),
            chart=parts.bars("Scores by theme", themes, made_up=found.made_up),
            least=_MOST_THEMES,
        ),
        parts.stands_out(asked, since),
    ]
    if since:
        sections.append(parts.changed(most_changed(asked), since, found.dataset.label))
    return tuple(sections)


def foot(found: Reading, day: date, name: str) -> str:
    made_up = "Made-up data. " if found.made_up else ""
    return f"{made_up}{name}. Made on {show.format_date(day)}. {words.FOOT}"
