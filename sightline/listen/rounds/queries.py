"""A round in words: who is asked, what is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sightline.listen.questionnaires.form import Form, Group
from sightline.listen.rounds import population
from sightline.listen.rounds.models import Collection
from sightline.organisations.models import Organisation, Profession, Programme


@dataclass(frozen=True)
class Who:
    """Who is asked, as names; an empty list stands for all of them."""

    place: str
    organisations: tuple[str, ...]
    programmes: tuple[str, ...]
    professions: tuple[str, ...]


def who(collection: Collection) -> Who:
    """Three queries."""
    named = {
        key: tuple(
            model._default_manager.filter(code__in=collection.population.get(key, ())).values_list(
                "name", flat=True
            )
        )
        for key, model in zip(population.KEYS, (Organisation, Programme, Profession), strict=True)
    }
    place = collection.place.name if collection.place else "England"
    return Who(place, named["organisations"], named["programmes"], named["professions"])


@dataclass(frozen=True)
class PageAsked:
    """One theme of a questionnaire: what it is called and how many questions it has."""

    label: str
    questions: int
    is_conditional: bool


def pages_asked(form: Form) -> list[PageAsked]:
    """The groups of a form; questions outside of groups stand together."""
    found = []
    alone = 0
    for child in form.children:
        if isinstance(child, Group):
            label = form.words(child.labels, "en") or child.name
            if count := sum(1 for _ in _questions(child)):
                found.append(PageAsked(label, count, bool(child.relevant)))
        elif child.kind not in ("note", "calculate", "hidden", "not_shown"):
            alone += 1
    return [*found, PageAsked("Other questions", alone, False)] if alone else found


def _questions(group: Group) -> Iterable[str]:
    for child in group.children:
        if isinstance(child, Group):
            yield from _questions(child)
        elif child.kind not in ("note", "calculate", "hidden", "not_shown"):
            yield child.name
