"""The groups inside a group as a page lists them: which level, and which part of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sightline.design.filters import Choice, Chosen, Filters, Page
from sightline.design.show import pluralise
from sightline.insight import words
from sightline.insight.pages.opened import PAGE_SIZE, Opened
from sightline.insight.queries import inside
from sightline.insight.queries.inside import Inside
from sightline.people.request import SignedInRequest
from sightline.results.gate import Explanation, Round
from sightline.results.levels import Level

#: Leads back to the list when its level or page is changed.
ANCHOR = "#inside"


@dataclass(frozen=True)
class Places:
    """A level of the groups inside a group, its rows, and the other levels to choose from."""

    chosen: Chosen
    inside: Inside
    levels: Sequence[tuple[str, str, bool]]  # text, address, is it this one

    @cached_property
    def page(self) -> Page:
        return self.chosen.page(list(range(len(self.inside.rows))))

    @property
    def positions(self) -> list[int]:
        """The rows of this page of the list, by position."""
        return list(self.page.rows)

    @property
    def hidden(self) -> str:
        """How many have nothing to show; empty where none has."""
        count = self.inside.count_of_hidden
        if not count:
            return ""
        said = pluralise(count, "more has", "more have")
        return f"{said} too few answers to be shown, or none."

    def explained(self, round_: Round) -> Explanation | None:
        """How the first figure of the list was worked out; None for an empty list."""
        shown = [cell for row in self.inside.rows[:1] for cell in row.cells if cell.shown]
        return round_.explain(shown[0].group, shown[0].measure) if shown else None

    def download(self, format: str) -> str:
        return self.chosen.href(format=format, of="places", page=None, inside=self.inside.level)


def read(request: SignedInRequest, opened: Opened, measures: Sequence[str]) -> Places | None:
    """The list that the address asks for; None where nothing stands inside the group."""
    levels = inside.levels(opened.group)
    if not levels or not measures:
        return None
    named = [(one.value, words.many(opened.group.key.level, one).capitalize()) for one in levels]
    filters = Filters(
        (Choice("inside", "Show", options=named),), page_size=PAGE_SIZE, kept=("survey", "round")
    )
    chosen = filters.read(request)
    level = Level(chosen.values["inside"] or levels[0].value)
    found = inside.inside(opened.reading.round, request.user, opened.group, level, measures)
    choices = [
        (text, chosen.href(inside=value, page=None) + ANCHOR, value == level.value)
        for value, text in named
    ]
    return Places(chosen, found, choices)
