"""Read the cells of one column: each text once, however many rows have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sightline.listen.imports import days
from sightline.listen.imports.codes import Codes, Place
from sightline.listen.imports.problems import Kind, Wrong
from sightline.listen.surveys.answers import plain
from sightline.listen.surveys.questionnaire import CharacteristicColumn, Mapping

#: Numbers at or below this stand for a fault; see ``Cells.fault``.
FAULT = -10
NOTHING = -1
UNHEARD_OF = -2
_MOST_KEPT = 50_000


class Cells:
    """Turns the texts of a column into numbers.

    ``read`` gives the number of a text, -9 or more, or raises Wrong.
    """

    def __init__(self, heading: str, read: Callable[[str], int]) -> None:
        self.heading = heading
        self._read = read
        self._known: dict[str, int] = {}
        self._faults: list[tuple[Kind, str, str]] = []

    def numbers(self, column: pa.DictionaryArray) -> NDArray[np.int64]:
        """One number a row. Faults are those of this block only."""
        self._faults = []
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        numbers = np.array([self._number(text) for text in column.dictionary.to_pylist()], np.int64)
        return numbers[column.indices.to_numpy()] if len(numbers) else np.empty(0, np.int64)

    def _number(self, text: str) -> int:
        found = self._known.get(text)
        if found is not None:
            return found
        try:
            number = self._read(text)
        except Wrong as wrong:
            self._faults.append((wrong.kind, text, wrong.message))
            return FAULT + 1 - len(self._faults)
        self._known[text] = number
        return number

    def fault(self, number: int) -> tuple[Kind, str, str]:
        """The kind, the text and the message behind a number that stands for a fault."""
        return self._faults[FAULT - number]


def provider_reader(codes: Codes) -> Callable[[str], int]:
    positions = {code: position for position, code in enumerate(codes.providers)}

    def read(text: str) -> int:
        code = text.strip().upper()
        if code not in positions:
            if not code:
                raise Wrong(Kind.PROVIDER, "No provider is given.")
            raise Wrong(Kind.PROVIDER, _unknown(code, codes, "provider"))
        _was_open(codes.providers[code], codes, Kind.PROVIDER_NOT_OPEN)
        return positions[code]

    return read


def site_reader(codes: Codes) -> Callable[[str], int]:
    positions = {code: position for position, code in enumerate(codes.sites)}

    def read(text: str) -> int:
        code = text.strip().upper()
        if not code:
            return NOTHING
        if code not in positions:
            raise Wrong(Kind.SITE, _unknown(code, codes, "site"))
        _was_open(codes.sites[code], codes, Kind.SITE_NOT_OPEN)
        return positions[code]

    return read


def _unknown(code: str, codes: Codes, wanted: str) -> str:
    if code in codes.sites:
        owner = codes.sites[code].provider
        return f"“{code}” is a site, of provider {owner}; a provider is expected here."
    if code in codes.providers:
        return f"“{code}” is a provider; a site is expected here."
    if code in codes.others:
        return f"“{code}” is {codes.others[code].name}, which is not a {wanted}."
    return f"“{code[:40]}” is not the code of a {wanted} that is known here."


def _was_open(place: Place, codes: Codes, kind: Kind) -> None:
    if place.closed is not None and place.closed <= codes.collected_from:
        raise Wrong(
            kind,
            f"“{place.code}” closed on {place.closed:%d/%m/%Y}, before the answers were collected. "
            "Use the code of its successor.",
        )
    if place.opened is not None and place.opened > codes.collected_to:
        raise Wrong(
            kind,
            f"“{place.code}” opened on {place.opened:%d/%m/%Y}, after the answers were collected.",
        )


def programme_reader(codes: Codes) -> Callable[[str], int]:
    positions = {code: position for position, code in enumerate(codes.programmes)}

    def read(text: str) -> int:
        code = text.strip().upper()
        if not code:
            return NOTHING
        if code not in positions:
            raise Wrong(
                Kind.PROGRAMME, f"“{code[:40]}” is not the code of a programme that is known here."
            )
        return positions[code]

    return read


def profession_reader(codes: Codes) -> Callable[[str], int]:
    positions = {code: position for position, code in enumerate(codes.professions)}

    def read(text: str) -> int:
        name = " ".join(text.split()).upper()
        if not name:
            return NOTHING
        if name not in codes.profession_names:
            raise Wrong(
                Kind.PROFESSION, f"“{text.strip()[:40]}” is not a profession that is known here."
            )
        return positions[codes.profession_names[name]]

    return read


def level_reader(levels: Sequence[str]) -> Callable[[str], int]:
    positions = {plain(level): position for position, level in enumerate(levels)}

    def read(text: str) -> int:
        return positions.get(plain(text), UNHEARD_OF) if text.strip() else NOTHING

    return read


def day_reader(codes: Codes, styles: set[days.Style]) -> Callable[[str], int]:
    """Days as proleptic ordinals; the styles that were met are added to ``styles``."""

    def read(text: str) -> int:
        if not text.strip():
            return NOTHING
        try:
            day, style = days.read(text)
        except days.NotADay as error:
            raise Wrong(Kind.DAY, f"“{text.strip()[:40]}” {error}") from error
        if not codes.collected_from <= day <= codes.collected_to:
            raise Wrong(
                Kind.DAY,
                f"{day:%d/%m/%Y} lies outside the days on which answers were collected "
                f"({codes.collected_from:%d/%m/%Y} to {codes.collected_to:%d/%m/%Y}).",
            )
        styles.add(style)
        return day.toordinal()

    return read


def answer_reader(mapping: Mapping, scale: str) -> Callable[[str], int]:
    """Places in the scale from 1, or a number that stands for no answer (questionnaire.py)."""
    answers = mapping.scales[scale].answers
    return _one_of(
        mapping.numbers_of_answers(scale),
        f"{len(answers)} answers from “{answers[0].text}” to “{answers[-1].text}”",
    )


def characteristic_reader(
    mapping: Mapping, characteristic: CharacteristicColumn
) -> Callable[[str], int]:
    """Groups of people from 1, 0 for no answer (see Mapping.numbers_of_people)."""
    return _one_of(
        mapping.numbers_of_people(characteristic),
        f"{len(characteristic.answers)} answers to “{characteristic.label}”",
    )


def _one_of(numbers: dict[str, int], these: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        found = numbers.get(plain(text))
        if found is None:
            said = " ".join(text.split())[:40]
            raise Wrong(Kind.OUT_OF_SCALE, f"“{said}” is not one of the {these}.")
        return found

    return read
