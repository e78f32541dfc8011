"""The independent evaluator for tests: npm ``@getodk/xpath``, started as a program of its own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from sightline.listen.questionnaires.compiled import Compiled
from sightline.listen.questionnaires.form import Choice, Group, Question
from sightline.listen.questionnaires.state import State
from sightline.listen.questionnaires.unrolled import template_of

_SCRIPT = Path(__file__).with_name("independent.mjs")
ROOT = Path(__file__).parents[4]


def is_there() -> bool:
    """Whether Node and the package are installed."""
    return bool(shutil.which("node")) and (ROOT / "node_modules/@getodk/xpath").is_dir()


@dataclass
class Instance:
    """One person's answers as XML, and what is asked about them: kind, expression, place."""

    xml: str
    lists: Mapping[str, str]
    queries: list[tuple[str, str, str]] = field(default_factory=list)


def evaluate(instances: Sequence[Instance]) -> list[list[Any]]:
    """What the evaluator says, query by query; ``{"error": …}`` where it refuses."""
    asked = [{"xml": one.xml, "lists": one.lists, "queries": one.queries} for one in instances]
    done = subprocess.run(  # noqa: S603 - our own script
        ["node", str(_SCRIPT)],  # noqa: S607 - found by is_there
        input=json.dumps({"instances": asked}),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        cwd=ROOT,
    )
    found: list[list[Any]] = json.loads(done.stdout)
    return found


def instance_xml(compiled: Compiled, state: State) -> str:
    """The answers as an XForms instance: what is not asked is empty, rounds are repeated."""

    def drawn(children: Sequence[Question | Group], before: str) -> str:
        parts = []
        for child in children:
            path = f"{before}{child.name}"
            if isinstance(child, Question):
                parts.append(f"<{child.name}>{escape(state.text(path))}</{child.name}>")
            elif child.is_repeat:
                for number in range(1, state.rounds(path) + 1):
                    inside = drawn(child.children, f"{path}[{number}]/")
                    parts.append(f"<{child.name}>{inside}</{child.name}>")
            else:
                parts.append(f"<{child.name}>{drawn(child.children, f'{path}/')}</{child.name}>")
        return "".join(parts)

    return f"<data>{drawn(compiled.form.children, '')}</data>"


def list_xml(choices: Sequence[Choice]) -> str:
    items = []
    for one in choices:
        row = {"name": one.value, **{key.strip(): text for key, text in one.columns.items()}}
        label = next(iter(one.labels.values()), one.value)
        cells = "".join(f"<{key}>{escape(text)}</{key}>" for key, text in row.items() if _tag(key))
        items.append(f"<item>{cells}<label>{escape(label)}</label></item>")
    rows = "".join(items)
    return f"<instance><root>{rows}</root></instance>"


def _tag(key: str) -> bool:
    return key.isidentifier() or key.replace("-", "_").isidentifier()


def place_of(path: str) -> str:
    return f"/data/{path}"


def places(compiled: Compiled, state: State, template: str) -> list[str]:
    """Every path of this place that exists, with its rounds."""
    found = [""]
    passed = ""
    for name in template.split("/"):
        passed = f"{passed}/{name}".lstrip("/")
        node = compiled.nodes[passed]
        paths = [f"{before}/{name}".lstrip("/") for before in found]
        if isinstance(node, Group) and node.is_repeat:
            paths = [f"{path}[{n}]" for path in paths for n in range(1, state.rounds(path) + 1)]
        found = paths
    if isinstance(compiled.nodes[template], Group):
        # An expression of a repeat is one for all its rounds.
        found = list(dict.fromkeys(re.sub(r"\[\d+\]$", "", path) for path in found))
    assert all(template_of(path) == template for path in found)  # noqa: S101
    return found
