"""A questionnaire made ready to be asked: its pages, and a function for each answer.

Compiling costs milliseconds and is done once for each version; checking a page of 60 answers
costs a fraction of one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from sightline.listen.questionnaires import paging, posted, sentences
from sightline.listen.questionnaires.drawing import Piece
from sightline.listen.questionnaires.faults import FormRefused
from sightline.listen.questionnaires.form import Choice, Form
from sightline.listen.questionnaires.paging import Page
from sightline.listen.questionnaires.posted import Checker, Fault, Posted, Reader
from sightline.listen.questionnaires.structure import faults_of
from sightline.listen.questionnaires.unrolled import YES, Element, TooLong, unroll

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
        try:
            self.elements = unroll(form)
        except TooLong:
            raise FormRefused(
                ["The questionnaire has more questions than can be asked. Split it into several."]
            ) from None
        self.pages: tuple[Page, ...] = paging.pages_of(self.elements, self._needs)
        self.by_path: dict[str, Element] = {one.path: one for one in self.elements}
        #: Short and stable: elements are numbered for the ids of the page.
        self.numbers = {one.path: number for number, one in enumerate(self.elements, start=1)}
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

    def check(self, page_number: int, posted: Posted, answers: Answers, language: str) -> Checked:
        """Read one page of a posted form into the answers.

        ``posted`` has ``getlist(path)``, as a QueryDict: the name of an HTML field is the
        element's path (a day in three boxes adds ``:day``, ``:month`` and ``:year``).
        Raises IndexError for a page that there is not.
        """
        merged = dict(answers)
        faults: dict[str, Fault] = {}
        page = self.page(page_number)
        asked = [one for one in page.elements if one.is_posted and self.is_asked(one, answers)]
        for element in asked:
            text, fault = self._readers[element.path](posted)
            if text:
                merged[element.path] = text
            else:
                merged.pop(element.path, None)
            if fault:
                faults[element.path] = fault
        for element in asked:
            if element.path not in faults and (fault := self._fault(element, merged)):
                faults[element.path] = fault
        return Checked(merged, self._sentences(faults, language))

    def finish(self, answers: Answers, language: str) -> Checked:
        """All answers checked once more, what is not asked left out, calculations done."""
        kept: dict[str, str] = {}
        faults: dict[str, Fault] = {}
        for element in self.elements:
            if not self.is_asked(element, answers):
                continue
            text = answers.get(element.path, "")
            if text:
                kept[element.path] = text
            if element.is_posted:
                fault = self._checkers[element.path](text) if text else None
                if fault := fault or self._fault(element, answers):
                    faults[element.path] = fault
        return Checked(kept, self._sentences(faults, language))

    def next_page(self, page_number: int, answers: Answers) -> int | None:
        """The next page with something to ask; None after the last. ``next_page(0, …)`` is the
        first page."""
        for page in self.pages[max(0, page_number) :]:
            if any(self.is_asked(one, answers) for one in page.elements):
                return page.number
        return None

    def previous_page(self, page_number: int, answers: Answers) -> int | None:
        """The page before with something to ask; None before the first."""
        for page in reversed(self.pages[: max(0, page_number - 1)]):
            if any(self.is_asked(one, answers) for one in page.elements):
                return page.number
        return None

    def page_of(self, path: str) -> int | None:
        """The number of the page that asks this element; None if it is on no page."""
        return self._page_numbers.get(path)

    @cached_property
    def _page_numbers(self) -> dict[str, int]:
        return {one.path: page.number for page in self.pages for one in page.elements}

    def is_asked(self, element: Element, answers: Answers) -> bool:
        """Whether this element is put to somebody with these answers."""
        for around in element.around:
            if around.round and answers.get(around.path) != YES:
                return False
        if element.starts and element.starts.round > 1:
            before = element.starts.path.rpartition("[")[0] + f"[{element.starts.round - 1}]"
            return answers.get(before) == YES
        return True

    def choices(self, element: Element, answers: Answers) -> tuple[Choice, ...]:
        """The answers that are offered; the very tuple of the element where nothing is left out."""
        return element.choices

    def said(self, name: str, element: Element, answers: Answers, language: str) -> str:
        """What somebody answered to ``name``, in words, for a text that repeats it."""
        found = self._named(name, element)
        if found is None:
            return ""
        return self.in_words(found, answers.get(found.path, ""), language)

    def in_words(self, element: Element, text: str, language: str) -> str:
        """An answer as people say it: labels for the values of choices."""
        if not element.choices or not text:
            return text
        labels = {one.value: self.form.words(one.labels, language) for one in element.choices}
        return ", ".join(labels.get(word) or word for word in text.split(" "))

    def _named(self, name: str, element: Element) -> Element | None:
        """The question of that name that stands nearest: in the same round, else anywhere."""
        last = name.rpartition("/")[2]
        for around in reversed(element.around):
            if found := self.by_path.get(f"{around.path}/{last}"):
                return found
        return next((one for one in self.elements if one.question.name == last), None)

    def _needs(self, element: Element) -> frozenset[str]:
        return frozenset(one.path for one in element.around if one.round)

    def _fault(self, element: Element, answers: Answers) -> Fault | None:
        if not answers.get(element.path) and element.question.required:
            return ("required", {})
        return None

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
