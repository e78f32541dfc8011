"""A questionnaire made ready to be asked: its pages, and a function for each answer.

Compiling costs milliseconds and is done once for each version; checking a page of 60 answers
costs a fraction of one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from django.utils import timezone

from sightline.listen.questionnaires import paging, posted, sentences
from sightline.listen.questionnaires.drawing import Piece
from sightline.listen.questionnaires.faults import FormRefused
from sightline.listen.questionnaires.form import Form, Group, Question
from sightline.listen.questionnaires.logic import Logic, logic_of
from sightline.listen.questionnaires.paging import Page
from sightline.listen.questionnaires.posted import Checker, Fault, Posted, Reader
from sightline.listen.questionnaires.state import State
from sightline.listen.questionnaires.structure import faults_of
from sightline.listen.questionnaires.unrolled import (
    Element,
    TooLong,
    nearest,
    template_of,
    unroll,
)

if TYPE_CHECKING:
    from sightline.listen.questionnaires.models import QuestionnaireVersion

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """``answers`` is the whole mapping path → text; ``errors`` are sentences by path.

    An answer that is in error stays among the answers as it was typed, so that the page can show
    it again; ``Compiled.finish`` checks everything once more.
    """

    answers: dict[str, str]
    errors: dict[str, str]


class Compiled:
    """A form ready to be asked. Use ``of_version`` or ``compile_form`` to get one."""

    def __init__(self, form: Form) -> None:
        """Raises FormRefused."""
        if faults := faults_of(form):
            raise FormRefused(faults)
        self.form = form
        self.nodes: dict[str, Question | Group] = dict(form.nodes())
        self.logic: Logic = logic_of(form)
        if self.logic.faults:
            raise FormRefused([str(fault) for fault in self.logic.faults])
        try:
            self.elements = unroll(form)
        except TooLong:
            raise FormRefused(
                ["The questionnaire has more questions than can be asked. Split it into several."]
            ) from None
        self.by_path: dict[str, Element] = {one.path: one for one in self.elements}
        #: Short and stable: elements are numbered for the ids of the page.
        self.numbers = {one.path: number for number, one in enumerate(self.elements, start=1)}
        self.pages: tuple[Page, ...] = paging.pages_of(self.elements, self._needs)
        #: Elements as HTML with gaps, kept here by rendering.py so that they live as long as this.
        self.drawn: dict[tuple[object, ...], tuple[Piece, ...]] = {}
        self._readers: dict[str, Reader] = {}
        self._checkers: dict[str, Checker] = {}
        for one in self.elements:
            if one.is_posted:
                self._readers[one.path] = posted.reader(one)
                self._checkers[one.path] = posted.checker(one)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return tuple(language.code for language in self.form.languages)

    def language(self, wanted: str) -> str:
        """The code of a language that the form has: the wanted one, else its first."""
        return wanted if wanted in self.languages else self.languages[0]

    def page(self, number: int) -> Page:
        """The page of that number, from 1. Raises IndexError."""
        if not 1 <= number <= len(self.pages):
            raise IndexError(number)
        return self.pages[number - 1]

    def state(self, answers: Answers, language: str = "", now: datetime | None = None) -> State:
        """What follows from these answers. Costs nothing worth keeping for a plain form."""
        return State(self, answers, self.language(language), now or timezone.localtime())

    def check(self, page_number: int, posted: Posted, answers: Answers, language: str) -> Checked:
        """Read one page of a posted form into the answers.

        ``posted`` has ``getlist(path)``, as a QueryDict: the name of an HTML field is the
        element's path (a day in three boxes adds ``:day``, ``:month`` and ``:year``).
        Raises IndexError for a page that there is not.
        """
        merged = dict(answers)
        faults: dict[str, Fault] = {}
        page = self.page(page_number)
        asked: Sequence[Element] = [one for one in page.elements if one.is_posted]
        if not self._is_plain:
            before = self.state(answers, language)
            asked = [one for one in asked if before.is_asked(one)]
        for element in asked:
            text, fault = self._readers[element.path](posted)
            if text or element.question.default:
                # An empty text says that the answer to begin with was taken out.
                merged[element.path] = text
            else:
                merged.pop(element.path, None)
            if fault:
                faults[element.path] = fault
        self._find_faults(asked, merged, language, faults)
        return Checked(merged, self._sentences(faults, language))

    def finish(self, answers: Answers, language: str) -> Checked:
        """All answers checked once more, what is not asked left out, calculations done."""
        state = self.state(answers, language)
        kept: dict[str, str] = {}
        faults: dict[str, Fault] = {}
        asked = []
        for element in self.elements:
            if not state.is_asked(element):
                continue
            is_asked_whether = element.starts is not None
            text = answers.get(element.path, "") if is_asked_whether else state.text(element.path)
            if text:
                kept[element.path] = text
            if element.is_posted:
                asked.append(element)
                if text and (fault := self._checkers[element.path](text)):
                    faults[element.path] = fault
        self._find_faults(asked, answers, language, faults, state)
        return Checked(kept, self._sentences(faults, language))

    def _find_faults(
        self,
        asked: Sequence[Element],
        answers: Answers,
        language: str,
        faults: dict[str, Fault],
        state: State | None = None,
    ) -> None:
        """Add to ``faults`` what is missing, not offered, or against a constraint."""
        if self._is_plain:
            for element in asked:
                if element.question.required and not answers.get(element.path):
                    faults.setdefault(element.path, ("required", {}))
            return
        state = state or self.state(answers, language)
        for element in asked:
            if element.path in faults:
                continue
            text = answers.get(element.path, "")
            if element.starts is None:
                text = state.text(element.path)
            if not text:
                if state.is_required(element):
                    faults[element.path] = ("required", {})
            elif element.choices and not self._is_offered(state, element, text):
                faults[element.path] = ("not_listed", {})
            elif not state.keeps_constraint(element):
                faults[element.path] = ("constraint", {})

    def _is_offered(self, state: State, element: Element, text: str) -> bool:
        offered = state.choices(element)
        if offered is element.choices:
            return True
        return {one.value for one in offered}.issuperset(self._chosen(element, text))

    @cached_property
    def _is_plain(self) -> bool:
        """Whether every element is asked of everybody."""
        return self.logic.is_plain and not any(
            isinstance(node, Group) and node.is_repeat for node in self.nodes.values()
        )

    def next_page(self, page_number: int, answers: Answers) -> int | None:
        """The next page with something to ask; None after the last. ``next_page(0, …)`` is the
        first page."""
        return self._first_asked(self.pages[max(0, page_number) :], answers)

    def previous_page(self, page_number: int, answers: Answers) -> int | None:
        """The page before with something to ask; None before the first."""
        return self._first_asked(self.pages[: max(0, page_number - 1)][::-1], answers)

    def _first_asked(self, pages: Sequence[Page], answers: Answers) -> int | None:
        if self._is_plain or not pages:
            return pages[0].number if pages else None
        state = self.state(answers)
        for page in pages:
            if any(state.is_asked(one) for one in page.elements):
                return page.number
        return None

    def page_of(self, path: str) -> int | None:
        """The number of the page that asks this element; None if it is on no page."""
        return self._page_numbers.get(path)

    @cached_property
    def _page_numbers(self) -> dict[str, int]:
        return {one.path: page.number for page in self.pages for one in page.elements}

    def said(self, name: str, element: Element, state: State) -> str:
        """What somebody answered to ``name``, in words, for a text that repeats it."""
        template = template_of(element.path)
        target = self.logic.texts.get((template, name))
        if target is None:
            target = next(
                (
                    found
                    for around in reversed(element.around)
                    if (found := self.logic.texts.get((template_of(around.path), name)))
                ),
                "",
            )
        path = nearest(target, element.path)
        return state.label(path, state.text(path))

    def in_words(self, element: Element, text: str, language: str) -> str:
        """An answer as people say it: labels for the values of choices."""
        if not element.choices or not text:
            return text
        labels = {one.value: self.form.words(one.labels, language) for one in element.choices}
        return ", ".join(labels.get(word) or word for word in self._chosen(element, text))

    @staticmethod
    def _chosen(element: Element, text: str) -> list[str]:
        """The values of an answer: one, or several with spaces between them."""
        return [text] if element.question.kind == "select_one" else text.split(" ")

    def _needs(self, element: Element) -> frozenset[str]:
        """Paths that have to be answered before this element can be drawn."""
        rounds = {one.path for one in element.around if one.round}
        needed = self.logic.drawn_needs.get(template_of(element.path), frozenset())
        return frozenset(rounds.union(*(self._at_template[one] for one in needed)))

    @cached_property
    def _at_template(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {path: [] for path in self.nodes}
        for one in self.elements:
            found[template_of(one.path)].append(one.path)
        return found

    def label(self, element: Element, language: str) -> str:
        """The element's words on one line, for sentences about it."""
        text = " ".join(self.form.words(element.question.labels, language).split())
        return text if len(text) <= 120 else text[:119] + "…"

    def _sentences(self, faults: Mapping[str, Fault], language: str) -> dict[str, str]:
        said = {}
        for path, (key, parts) in faults.items():
            element = self.by_path[path]
            words = {"label": self.label(element, language) or path, **parts}
            if "choice" in words:
                chosen = next(one for one in element.choices if one.value == words["choice"])
                words["choice"] = self.form.words(chosen.labels, language)
            said[path] = self._own_words(element, key, language) or sentences.say(
                key, language, **words
            )
        return said

    def _own_words(self, element: Element, key: str, language: str) -> str:
        """The sentence that the author gave for this fault, if any."""
        question = element.question
        words = {"required": question.required_words, "constraint": question.constraint_words}
        return self.form.words(words.get(key, {}), language)


def compile_form(form: Form) -> Compiled:
    """Make a form ready to be asked. Raises FormRefused with a sentence for each fault."""
    return Compiled(form)


_KEPT = 32
_cache: OrderedDict[tuple[int, object], Compiled] = OrderedDict()
_lock = Lock()


def of_version(version: QuestionnaireVersion) -> Compiled:
    """The compiled form of a version, kept for the next request.

    A draft is kept under the moment at which it was saved, so a change of it is seen. Of a
    published version the definition is not even read again: pass one that defers it if you like.
    """
    key = (version.pk, version.published_at or version.made_at)
    with _lock:
        if found := _cache.get(key):
            _cache.move_to_end(key)
            return found
    made = compile_form(version.form)
    with _lock:
        _cache[key] = made
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    return made
