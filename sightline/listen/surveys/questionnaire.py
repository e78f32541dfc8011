"""What a mapping says, once read: columns, answers, scales, themes and items."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from functools import cached_property

from sightline.listen.surveys.answers import plain

COLUMN_ROLES = ("respondent", "provider", "site", "programme", "profession", "level", "completed")
FIXED_ROLES = ("provider", "site", "programme")

#: What an answer's text stands for where it is no answer on the scale.
NOT_ANSWERED = 0
NOT_APPLICABLE = -1
PREFER_NOT_TO_SAY = -2


@dataclass(frozen=True)
class Answer:
    text: str
    score: float
    positive: bool
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scale:
    code: str
    answers: tuple[Answer, ...]

    def as_data(self) -> list[dict[str, object]]:
        """As a measure keeps it: the answers in order."""
        return [
            {"answer": one.text, "score": one.score, "positive": one.positive}
            for one in self.answers
        ]


@dataclass(frozen=True)
class Theme:
    code: str
    label: str


@dataclass(frozen=True)
class Item:
    column: str
    code: str
    label: str
    scale: str
    wording: str = ""
    theme: str = ""
    standards: tuple[str, ...] = ()
    branch: str = ""
    is_sensitive: bool = False


@dataclass(frozen=True)
class CommentColumn:
    """A column of answers in people's own words. They are kept apart from all other answers."""

    column: str
    code: str
    label: str
    theme: str = ""


@dataclass(frozen=True)
class CharacteristicColumn:
    """A column of what people say of themselves: its answers, without "prefer not to say"."""

    column: str
    code: str
    label: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Mapping:
    survey: str
    columns: MappingOf[str, str]  # role: heading
    scales: MappingOf[str, Scale]
    items: tuple[Item, ...]
    themes: tuple[Theme, ...] = ()
    comments: tuple[CommentColumn, ...] = ()
    characteristics: tuple[CharacteristicColumn, ...] = ()
    framework: str = ""
    fixed: MappingOf[str, str] = field(default_factory=dict)  # role: code
    not_answered: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    prefer_not_to_say: tuple[str, ...] = ()

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """Every heading that the mapping names."""
        return (
            *self.columns.values(),
            *(item.column for item in self.items),
            *(comment.column for comment in self.comments),
            *(one.column for one in self.characteristics),
        )

    @cached_property
    def _no_answer(self) -> dict[str, int]:
        found = {"": NOT_ANSWERED}
        found |= {plain(text): NOT_ANSWERED for text in self.not_answered}
        found |= {plain(text): NOT_APPLICABLE for text in self.not_applicable}
        found |= {plain(text): PREFER_NOT_TO_SAY for text in self.prefer_not_to_say}
        return found

    def numbers_of_answers(self, scale: str) -> dict[str, int]:
        """For each text in its plain form: the place of the answer in the scale, from 1.

        Texts that are no answer on the scale give NOT_ANSWERED, NOT_APPLICABLE or
        PREFER_NOT_TO_SAY. A text that is not here is out of scale.
        """
        found = dict(self._no_answer)
        for number, answer in enumerate(self.scales[scale].answers, start=1):
            found |= {plain(text): number for text in (answer.text, *answer.also)}
        return found

    def numbers_of_people(self, characteristic: CharacteristicColumn) -> dict[str, int]:
        """For each text in its plain form the group of people: 0 for no answer, k for the k-th.

        "Prefer not to say" is a group of its own, after the last answer.
        """
        last = len(characteristic.answers) + 1
        found = {text: max(number, 0) for text, number in self._no_answer.items()}
        found |= {plain(text): last for text in self.prefer_not_to_say}
        found |= {plain(text): at for at, text in enumerate(characteristic.answers, start=1)}
        return found
