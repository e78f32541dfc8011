"""Read a version of the framework from its file, and say what is wrong with it, line by line.

The form is YAML::

    code: "2024"
    name: Education Quality Framework 2024
    from: 2024-04-01
    to: 2026-03-31            # left out while it has no end
    checked: false            # true once somebody compared it with the official text
    source: Where the wording comes from.
    expect: {domains: 6, standards: 49}     # so that a lost line is noticed
    domains:
      - number: 1
        title: Learning environment and culture
        checked: true
        standards:
          - {number: "1.1", wording: "…", checked: false}

``checked`` of a domain or standard is that of the file when it is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import yaml

from sightline.base.refusal import Refusal
from sightline.standards import yaml_text
from sightline.standards.yaml_text import line


class CannotRead(Refusal):
    """The file is not a version of the framework. ``problems`` are sentences with their line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class StandardText:
    number: str
    wording: str
    is_checked: bool


@dataclass(frozen=True)
class DomainText:
    number: int
    title: str
    is_checked: bool
    standards: tuple[StandardText, ...]


@dataclass(frozen=True)
class FrameworkText:
    """A whole version as its file says it. Days are both included; no ``to_date``: no end."""

    code: str
    name: str
    from_date: date
    to_date: date | None
    is_checked: bool
    source: str
    domains: tuple[DomainText, ...]

    @property
    def standards(self) -> list[StandardText]:
        return [standard for domain in self.domains for standard in domain.standards]


def read(text: str) -> FrameworkText:
    """The version in a file's text. Raises CannotRead with every problem found."""
    try:
        root = yaml_text.root(text, "a framework")
    except yaml_text.NotYaml as refusal:
        raise CannotRead([str(refusal)]) from None
    return _Reading().framework(root)


@dataclass
class _Reading:
    #: Line (from 0) and sentence of each problem.
    problems: list[tuple[int, str]] = field(default_factory=list)
    #: What has been numbered so far: "domain 1", "standard 1.1".
    numbered: set[str] = field(default_factory=set)

    def framework(self, root: yaml.Node) -> FrameworkText:
        parts = self._mapping(
            root,
            "The file",
            needed=("code", "name", "from", "domains"),
            known=("code", "name", "from", "to", "checked", "source", "expect", "domains"),
        )
        checked = self._true_or_false(parts.get("checked"), default=False)
        first, last = self._day(parts.get("from")), self._day(parts.get("to"))
        if first and last and last < first:
            self._say(parts["to"], "the last day is before the first")
        domains = tuple(self._domain(node, checked) for node in self._list(parts.get("domains")))
        read = FrameworkText(
            code=self._text(parts.get("code"), longest=20),
            name=self._text(parts.get("name"), longest=160),
            from_date=first or date.min,
            to_date=last,
            is_checked=checked,
            source=self._text(parts.get("source"), optional=True),
            domains=domains,
        )
        self._counts(parts.get("expect"), read)
        if self.problems:
            raise CannotRead([said for _, said in sorted(self.problems, key=lambda one: one[0])])
        return read

    def _domain(self, node: yaml.Node, checked: bool) -> DomainText:
        keys = ("number", "title", "standards")
        parts = self._mapping(node, "A domain", needed=keys, known=(*keys, "checked"))
        number = self._whole(parts.get("number"))
        self._once(parts.get("number"), f"domain {number}")
        standards = tuple(
            self._standard(one, number, checked) for one in self._list(parts.get("standards"))
        )
        return DomainText(
            number=number,
            title=self._text(parts.get("title"), longest=160),
            is_checked=self._true_or_false(parts.get("checked"), default=checked),
            standards=standards,
        )

    def _standard(self, node: yaml.Node, domain: int, checked: bool) -> StandardText:
        keys = ("number", "wording")
        parts = self._mapping(node, "A standard", needed=keys, known=(*keys, "checked"))
        number = self._text(parts.get("number"), longest=8)
        if number and domain and not number.startswith(f"{domain}."):
            self._say(parts["number"], f"standard {number} stands under domain {domain}")
        self._once(parts.get("number"), f"standard {number}")
        return StandardText(
            number=number,
            wording=self._text(parts.get("wording")),
            is_checked=self._true_or_false(parts.get("checked"), default=checked),
        )

    def _counts(self, node: yaml.Node | None, read: FrameworkText) -> None:
        if node is None:
            return
        parts = self._mapping(node, "“expect”", needed=(), known=("domains", "standards"))
        for name, found in (("domains", len(read.domains)), ("standards", len(read.standards))):
            if name in parts and (wanted := self._whole(parts[name])) != found:
                self._say(parts[name], f"{wanted} {name} are expected, and the file has {found}")

    def _mapping(
        self, node: yaml.Node, what: str, *, needed: tuple[str, ...], known: tuple[str, ...]
    ) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self._say(node, f"{what} must be a list of names with values, like “number: 1”")
            return {}
        parts: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in parts:
                self._say(key, f"“{name}” is given twice")
            elif name not in known:
                self._say(key, f"“{name}” is not known here; use {', '.join(known)}")
            parts[name] = value
        for name in needed:
            if name not in parts:
                self._say(node, f"{what} lacks “{name}”")
        return parts

    def _list(self, node: yaml.Node | None) -> list[yaml.Node]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self._say(node, "a list is needed here, each entry beginning with a dash")
            return []
        return list(node.value)

    def _text(
        self, node: yaml.Node | None, *, longest: int | None = None, optional: bool = False
    ) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self._say(node, "text is needed here")
            return ""
        # As written: 1.10 stays "1.10" and does not become the number 1.1.
        text = " ".join(node.value.split())
        if not text and not optional:
            self._say(node, "this is empty")
        if longest and len(text) > longest:
            self._say(node, f"this is longer than {longest} characters")
        return text

    def _whole(self, node: yaml.Node | None) -> int:
        text = self._text(node)
        if text.isascii() and text.isdigit() and 0 < int(text) < 1000:
            return int(text)
        if node is not None and text:
            self._say(node, f"“{text}” is not a whole number from 1")
        return 0

    def _day(self, node: yaml.Node | None) -> date | None:
        text = self._text(node)
        if node is None or not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._say(node, f"“{text}” is not a day; write it like 2024-04-01")
            return None

    def _true_or_false(self, node: yaml.Node | None, *, default: bool) -> bool:
        if node is None:
            return default
        text = self._text(node).lower()
        if text not in ("true", "false"):
            self._say(node, f"“{text}” is neither true nor false")
        return text == "true"

    def _once(self, node: yaml.Node | None, what: str) -> None:
        if node is not None and what in self.numbered:
            self._say(node, f"{what} is there more than once")
        self.numbered.add(what)

    def _say(self, place: yaml.Node, problem: str) -> None:
        at = place.start_mark.line if place.start_mark else 0
        self.problems.append((at, f"{line(place)}: {problem}."))
