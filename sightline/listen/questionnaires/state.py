"""What follows from somebody's answers: what is asked, how many rounds, what is calculated.

Worked out once, in the order in which things depend on one another, without recursion. A place
that is not asked has no answer, whatever was typed there before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sightline.listen.questionnaires.expressions.compiling import row_of
from sightline.listen.questionnaires.expressions.values import number, string
from sightline.listen.questionnaires.form import Choice, Group, Question
from sightline.listen.questionnaires.logic import ALWAYS, is_dynamic
from sightline.listen.questionnaires.unrolled import YES, Element, most_rounds, template_of

if TYPE_CHECKING:
    from sightline.listen.questionnaires.compiled import Compiled


class State:
    """See the module. ``language`` is that of the labels that expressions may read."""

    def __init__(
        self, compiled: Compiled, answers: Mapping[str, str], language: str, now: datetime
    ) -> None:
        self.compiled = compiled
        self.answers = answers
        self.language = language
        self.now = now
        #: Texts of the places that are asked; a path that is not here is not asked.
        self.texts: dict[str, str] = {}
        self._rounds: dict[str, int] = {}
        self._at: dict[str, list[str]] = {"": [""]}
        for template in compiled.logic.order:
            self._work_out(template, compiled.nodes[template])

    def text(self, path: str) -> str:
        return self.texts.get(path, "")

    def rounds(self, path: str) -> int:
        return self._rounds.get(path, 0)

    def label(self, path: str, value: str) -> str:
        element = self.compiled.by_path.get(path)
        return self.compiled.in_words(element, value, self.language) if element else value

    def is_asked(self, element: Element) -> bool:
        if element.starts is None:
            return element.path in self.texts
        repeat, _, _ = element.path.rpartition("[")
        return repeat in self._rounds and element.starts.round <= self._rounds[repeat] + 1

    def choices(self, element: Element) -> tuple[Choice, ...]:
        """The answers that are offered; the very tuple of the element where none is left out."""
        condition = self.compiled.logic.get(template_of(element.path), "choice_filter")
        if condition is None:
            return element.choices
        kept = tuple(
            one
            for one in element.choices
            if condition.truth(self, element.path, row_of(one, self.language))
        )
        return element.choices if len(kept) == len(element.choices) else kept

    def is_required(self, element: Element) -> bool:
        required = element.question.required
        if not required or required == ALWAYS:
            return bool(required)
        expression = self.compiled.logic.get(template_of(element.path), "required")
        return expression is not None and expression.truth(self, element.path)

    def keeps_constraint(self, element: Element) -> bool:
        """Whether the answer is as the author allows; an empty one always is."""
        expression = self.compiled.logic.get(template_of(element.path), "constraint")
        return (
            expression is None
            or not self.text(element.path)
            or expression.truth(self, element.path)
        )

    def _work_out(self, template: str, node: Question | Group) -> None:
        relevant = self.compiled.logic.get(template, "relevant")
        parent, _, name = template.rpartition("/")
        found: list[str] = []
        for before in self._at.get(parent, ()):
            path = f"{before}/{name}" if before else name
            if relevant is not None and not relevant.truth(self, path):
                continue
            if isinstance(node, Question):
                self.texts[path] = ""
                self.texts[path] = self._text(template, path, node)
            elif node.is_repeat:
                count = self._rounds[path] = self._count(template, path, node)
                found += [f"{path}[{place}]" for place in range(1, count + 1)]
            else:
                found.append(path)
        if isinstance(node, Group):
            self._at[template] = found

    def _text(self, template: str, path: str, question: Question) -> str:
        given = self.answers.get(path)
        calculation = self.compiled.logic.get(template, "calculation")
        if calculation is not None:
            self.texts[path] = given or ""
            return string(calculation.value(self, path))
        if given is not None:
            return given
        if not question.default:
            return ""
        if not is_dynamic(question.default):
            return question.default
        expression = self.compiled.logic.get(template, "default")
        return string(expression.value(self, path)) if expression else ""

    def _count(self, template: str, path: str, repeat: Group) -> int:
        most = most_rounds(template, self.compiled.nodes)
        expression = self.compiled.logic.get(template, "repeat_count")
        if expression is not None:
            wanted = number(expression.value(self, path))
            return min(most, max(0, int(wanted))) if wanted == wanted else 0
        count = 0
        while count < most and self.answers.get(f"{path}[{count + 1}]") == YES:
            count += 1
        return count
