"""Which element stands on which page: one theme a page, dependent questions on the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sightline.listen.questionnaires.form import Words
from sightline.listen.questionnaires.unrolled import Around, Element

#: A page never holds more than this.
MOST_ON_A_PAGE = 60


@dataclass(frozen=True, slots=True)
class Page:
    """``number`` counts from 1. ``theme`` is the outermost group, or None between groups."""

    number: int
    theme: Around | None
    elements: tuple[Element, ...]

    @property
    def title(self) -> Words:
        return self.theme.group.labels if self.theme else {}


def pages_of(
    elements: Iterable[Element], needs: Callable[[Element], frozenset[str]]
) -> tuple[Page, ...]:
    """The pages in order. ``needs`` gives the paths of shown elements that have to be answered
    before this element can be drawn: they decide whether it is asked, which choices it has, or
    stand in its words."""
    pages: list[Page] = []
    here: list[Element] = []
    on_page: set[str] = set()
    theme: Around | None = None

    def turn() -> None:
        if here:
            pages.append(Page(len(pages) + 1, theme, tuple(here)))
            here.clear()
            on_page.clear()

    for element in elements:
        if not element.is_shown:
            continue
        own = element.around[0] if element.around else None
        # The question whether there is a round stands outside of the round.
        if (
            (own and own.path) != (theme and theme.path)
            or len(here) == MOST_ON_A_PAGE
            or not on_page.isdisjoint(needs(element))
        ):
            turn()
        theme = own
        here.append(element)
        on_page.add(element.path)
    turn()
    return tuple(pages)
