"""Every valid file of the cases gives the same results as an independent evaluator."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from sightline.listen.questionnaires.compiled import Compiled, compile_form
from sightline.listen.questionnaires.expressions import independent
from sightline.listen.questionnaires.expressions.compiling import compile_expression
from sightline.listen.questionnaires.expressions.independent import Instance
from sightline.listen.questionnaires.expressions.test_expressions import ANSWERS, COMPARED, FORM
from sightline.listen.questionnaires.expressions.values import string
from sightline.listen.questionnaires.state import State
from sightline.listen.questionnaires.unrolled import YES
from sightline.listen.questionnaires.xlsform import importing

CASES = independent.ROOT.parent / "shared/cases/xlsforms"
FILES = sorted(CASES.glob("valid/*.xls*"))
pytestmark = [
    pytest.mark.skipif(not independent.is_there(), reason="the evaluator is not installed"),
]
SETS = 6


@cache
def compiled_case(path: Path) -> Compiled:
    return compile_form(importing.read(path.read_bytes(), path.name))


def made_up(compiled: Compiled, seed: int) -> dict[str, str]:
    """Answers that somebody could give, some left out; nothing of them is checked."""
    chance = random.Random(seed)
    answers = {}
    for element in compiled.elements:
        kind, values = element.question.kind, [one.value for one in element.choices]
        if element.starts is not None:
            answers[element.path] = YES if element.starts.round <= chance.randint(1, 3) else "no"
        elif chance.random() < 0.15:
            continue
        elif kind == "select_one" and values:
            answers[element.path] = chance.choice(values[:40])
        elif kind == "select_multiple" and values:
            answers[element.path] = " ".join(chance.sample(values, min(len(values), 3)))
        elif kind in ("integer", "range"):
            answers[element.path] = str(chance.choice([0, 1, 5, 16, 40, 72, 120, 230]))
        elif kind == "decimal":
            answers[element.path] = f"{chance.uniform(0, 40):.2f}"
        elif kind == "date":
            answers[element.path] = chance.choice(["2026-01-31", "2020-02-29", "2031-12-01"])
        elif kind == "text":
            answers[element.path] = chance.choice(["me@example.org", "0712345678", "yes", "Ann"])
    return answers


def asked_about(compiled: Compiled, state: State, reference: Path) -> tuple[Instance, list[Any]]:
    """What the standard's own compiler made of the file, asked of both evaluators."""
    lists = {
        name: independent.list_xml(choices) for name, choices in compiled.form.choice_lists.items()
    }
    instance = Instance(independent.instance_xml(compiled, state), lists)
    ours: list[Any] = []
    tree = etree.parse(reference)
    for bind in tree.iter("{*}bind"):
        template = (bind.get("nodeset") or "").removeprefix("/data/")
        if template not in compiled.nodes:
            continue
        for field, attribute in (
            ("relevant", "relevant"),
            ("constraint", "constraint"),
            ("calculation", "calculate"),
        ):
            text, own = bind.get(attribute), compiled.logic.get(template, field)
            if text is None or (own is None and attribute == "calculate"):
                continue
            assert own is not None, (template, text)
            for path in independent.places(compiled, state, template):
                kind = "string" if field == "calculation" else "boolean"
                instance.queries.append((kind, text, independent.place_of(path)))
                said = string(own.value(state, path))
                ours.append(said if kind == "string" else own.truth(state, path))
    for itemset in tree.iter("{*}itemset"):
        template = itemset.getparent().get("ref", "").removeprefix("/data/")
        node = compiled.nodes.get(template)
        if node is None or getattr(node, "choices", "") not in lists:
            continue
        for path in independent.places(compiled, state, template):
            instance.queries.append(("names", itemset.get("nodeset"), independent.place_of(path)))
            ours.append([one.value for one in state.choices(compiled.by_path[path])])
    return instance, ours


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="the cases are not there")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_valid_file_gives_the_same_results(path: Path) -> None:
    compiled = compiled_case(path)
    reference = CASES / "reference_xform" / f"{path.stem}.xml"
    asked = []
    for seed in range(SETS):
        state = compiled.state(made_up(compiled, seed), now=timezone.now())
        asked.append(asked_about(compiled, state, reference))
    theirs = independent.evaluate([instance for instance, _ in asked])
    different = [
        (query, mine, other)
        for (instance, ours), found in zip(asked, theirs, strict=True)
        for query, mine, other in zip(instance.queries, ours, found, strict=True)
        if mine != other
    ]
    assert different == []


@pytest.mark.slow
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],  # each example starts a program, so a failing one is not shrunk
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
@given(st.lists(COMPARED, min_size=60, max_size=60))
def test_generated_expressions_give_the_same_results(texts: list[str]) -> None:
    state = FORM.state(ANSWERS, "en", timezone.now())
    instance = Instance(
        independent.instance_xml(FORM, state),
        {},
        [("string", _plain(text), "/data/b") for text in texts],
    )
    ours = [
        string(compile_expression(text, FORM.logic.places, "b").value(state, "b")) for text in texts
    ]
    found = independent.evaluate([instance])[0]
    different = [
        (text, mine, other)
        for text, mine, other in zip(texts, ours, found, strict=True)
        if mine != other
    ]
    assert different == []


def _plain(text: str) -> str:
    """``${name}`` as the path that the standard's own compiler makes of it."""
    for path, _ in FORM.form.nodes():
        text = text.replace(f"${{{path.rpartition('/')[2]}}}", f"/data/{path}")
    return text
