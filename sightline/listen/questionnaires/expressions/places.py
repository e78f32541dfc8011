"""Where the questions of a form are, and how a path in an expression leads to them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sightline.listen.questionnaires.expressions.tree import ExpressionRefused, Node, Path
from sightline.listen.questionnaires.expressions.values import boolean
from sightline.listen.questionnaires.form import Choice, Form, Group

if TYPE_CHECKING:
    from sightline.listen.questionnaires.expressions.compiling import Run, Scope

_ROUND = re.compile(r"\[(\d+)\]")
#: More rounds than this are never gone through, whatever a file says.
_MOST_FOUND = 2_000


@dataclass(frozen=True, slots=True)
class _Segment:
    name: str
    is_repeat: bool
    predicate: Run | None


@dataclass(frozen=True, slots=True)
class Walk:
    """From where an expression stands to the places that a path means.

    ``target`` is the place without rounds; ``fixed`` is the one path it leads to, where there are
    no rounds on the way. The first ``shared`` segments are those of the place itself.
    """

    target: str
    segments: tuple[_Segment, ...]
    shared: int
    fixed: str | None
    from_here: bool

    def paths(self, scope: Scope, rounds: Mapping[str, float] | None = None) -> list[str]:
        """The paths, with rounds. ``rounds`` fixes the round of some repeats."""
        if self.fixed is not None:
            return [self.fixed]
        context = (scope.here if self.from_here else scope.at).split("/")
        found = ["/".join(context[: self.shared])]
        passed = [_ROUND.sub("", one) for one in context[: self.shared]]
        if rounds:
            found, passed = [""], []
        for segment in self.segments[len(passed) :]:
            passed.append(segment.name)
            found = self._step(scope, segment, found, "/".join(passed), rounds or {})
        return found

    def _step(
        self,
        scope: Scope,
        segment: _Segment,
        before: list[str],
        template: str,
        rounds: Mapping[str, float],
    ) -> list[str]:
        found: list[str] = []
        for parent in before:
            path = f"{parent}/{segment.name}" if parent else segment.name
            if not segment.is_repeat:
                found.append(path)
                continue
            there = scope.world.rounds(path)
            if template in rounds:
                wanted = rounds[template]
                found += [f"{path}[{int(wanted)}]"] if 1 <= wanted <= there else []
                continue
            each = [f"{path}[{place}]" for place in range(1, there + 1)]
            found += self._kept(scope, segment.predicate, each) if segment.predicate else each
            if len(found) > _MOST_FOUND:
                return found[:_MOST_FOUND]
        return found

    def _kept(self, scope: Scope, predicate: Run, each: list[str]) -> list[str]:
        kept = []
        for place, path in enumerate(each, start=1):
            inside = type(scope)(scope.world, scope.at, path, None, place, len(each))
            value = predicate(inside)
            if value == place if isinstance(value, float) else boolean(value):
                kept.append(path)
        return kept


class Places:
    """The questions and groups of a form by their path without rounds."""

    def __init__(self, form: Form) -> None:
        self._nodes = dict(form.nodes())
        self._lists = form.choice_lists
        self._named: dict[str, list[str]] = {}
        for path, node in self._nodes.items():
            self._named.setdefault(node.name, []).append(path)

    def is_repeat(self, path: str) -> bool:
        node = self._nodes.get(path)
        return isinstance(node, Group) and node.is_repeat

    def round_of(self, path: str) -> int:
        """The number of the innermost round in a path; 1 outside of repeats."""
        found = _ROUND.findall(path)
        return int(found[-1]) if found else 1

    def choices(self, name: str) -> tuple[Choice, ...]:
        if name not in self._lists:
            raise ExpressionRefused(f"There is no list “{name}” in the questionnaire.")
        return self._lists[name]

    def named(self, name: str, at: str) -> str:
        """The path of the question called ``name``, seen from ``at``. Raises ExpressionRefused."""
        if "/" in name:
            if name.strip("/") in self._nodes:
                return name.strip("/")
            raise ExpressionRefused(f"There is no question “{name}” in the questionnaire.")
        found = self._named.get(name, [])
        if not found:
            close = self._close_to(name)
            hint = f" Is “{close}” meant?" if close else ""
            raise ExpressionRefused(f"There is no question or group “{name}”.{hint}")
        if len(found) == 1:
            return found[0]
        near = sorted(found, key=lambda path: _common(path, at), reverse=True)
        if _common(near[0], at) == _common(near[1], at):
            raise ExpressionRefused(
                f"“{name}” could be “{near[0]}” or “{near[1]}”. Give them different names."
            )
        return near[0]

    def _close_to(self, name: str) -> str:
        return next(iter(difflib.get_close_matches(name, self._named, n=1, cutoff=0.75)), "")

    def target(self, node: Path, here: str, at: str) -> str:
        """The place that a path leads to. Raises ExpressionRefused."""
        return self._resolved(node, here, at)[0]

    def _resolved(self, node: Path, here: str, at: str) -> tuple[str, int, dict[int, Node]]:
        """The place, how many segments going up left of where it began, filters by segment."""
        parts, steps = [], list(node.steps)
        if node.start in ("here", "current"):
            parts = (here if node.start == "here" else at).split("/")
        elif node.start == "reference":
            parts = self.named(node.name, at).split("/")
        elif node.start == "root":
            # The first step is the form itself, whatever it is called.
            steps = steps[1:]
        least = len(parts)
        filters: dict[int, Node] = {}
        for step in steps:
            if step.name == "..":
                if not parts:
                    raise ExpressionRefused("“..” leads out of the questionnaire.")
                parts = parts[:-1]
                least = min(least, len(parts))
            elif step.name != ".":
                parts = [*parts, step.name]
                if "/".join(parts) not in self._nodes:
                    raise ExpressionRefused(
                        f"The path leads to “{'/'.join(parts)}”, which is not in the "
                        "questionnaire. Name the question as ${name}."
                    )
            if step.predicate is not None:
                filters[len(parts) - 1] = step.predicate
        return "/".join(parts), least, filters

    def walk(self, node: Path, here: str, at: str, predicate: Callable[[Node, str], Run]) -> Walk:
        target, least, filters = self._resolved(node, here, at)
        parts = target.split("/") if target else []
        if node.start in ("here", "current"):
            shared = least
        else:
            shared = min(_common(target, at), max(0, len(parts) - 1))
        shared = min([shared, *filters])
        segments = []
        for place, name in enumerate(parts):
            path = "/".join(parts[: place + 1])
            if place in filters and not self.is_repeat(path):
                raise ExpressionRefused(
                    f"The filter “[ ]” stands at “{path}”, which is not a repeat."
                )
            run = predicate(filters[place], path) if place in filters else None
            segments.append(_Segment(name, self.is_repeat(path), run))
        fixed = target if not any(one.is_repeat for one in segments) else None
        return Walk(target, tuple(segments), shared, fixed, node.start == "here")


def _common(one: str, other: str) -> int:
    """How many segments two paths share at their start."""
    count = 0
    for left, right in zip(one.split("/"), other.split("/"), strict=False):
        if left != right:
            break
        count += 1
    return count
