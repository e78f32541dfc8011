"""What the pages of a place and of an education provider share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sightline.design.tables import Table
from sightline.listen.outside import drawn, queries
from sightline.listen.outside.models import Unit
from sightline.listen.outside.queries import Block, Line, Point
from sightline.stats.outliers import Colour


@dataclass(frozen=True)
class Shown:
    """A block as the template draws it."""

    block: Block
    table: Table
    reds: Sequence[str]
    breaks: Sequence[str]
    example: str

    @property
    def id(self) -> str:
        return f"{self.block.source.code}-{self.block.audience.value}-{self.block.unit.pk}"


def shown(block: Block, made_up: bool) -> Shown:
    breaks = [f"No trend into {year}. {one.why}" for year, one in block.breaks.items()]
    return Shown(block, drawn.table(block, made_up), drawn.reds(block), breaks, _example(block))


def _example(block: Block) -> str:
    """How one figure of the block was worked out, in words."""
    for line in block.lines:
        point = line.latest
        if point is not None:
            return f"For example {line.indicator.label} in {point.year}: {_worked(line, point)}"
    return ""


def _worked(line: Line, point: Point) -> str:
    said = [f"the file gives {drawn.said(line, point)}"]
    if point.lower is not None and point.upper is not None:
        said.append(f"with limits from {point.lower:.1f} to {point.upper:.1f}")
    if point.worked_out:
        said.append(f"the rule gives {drawn.GMC_WORDS[Colour(point.worked_out)]}")
    return ", ".join(said) + "."


@dataclass(frozen=True)
class Standing:
    """A subject of the place with indicators that are red, the longest run first."""

    subject: str
    key: str
    text: str
    running: int


def standing(units: Sequence[Unit]) -> list[Standing]:
    """Where at a place something is red two editions running or more. Five queries."""
    keys = {unit.pk: subject for subject in queries.subjects_of(units) for unit in subject.units}
    found = []
    for block in queries.blocks(units):
        for line in block.reds:
            if line.running > 1:
                subject = keys[block.unit.pk]
                said = f"{line.indicator.label} ({block.audience.label.lower()}): red"
                text = f"{said} {line.running} years running"
                label = subject.label or "The whole place"
                found.append(Standing(label, subject.key, text, line.running))
    return sorted(found, key=lambda one: (-one.running, one.subject, one.text))
