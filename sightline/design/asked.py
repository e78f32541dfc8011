"""What a list can be asked: words, a tick, a day, one answer, several answers."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from sightline.design import forms, show

Options = Sequence[tuple[str, str]]
Known = Mapping[str, str]
Narrow = Callable[[Any, Any], Any]
#: Longer searches are cut: no reference or phrase is longer.
LONGEST_TEXT = 200
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Filter:
    """A named question of a list. `narrow(rows, value)` gives the rows that answer it.

    Without `narrow` the value only stands in `Chosen.values`, for the page to use. `known` is
    value and text of the answers of a choice, fetched once for a request; others have none.
    """

    name: str
    label: str
    narrow: Narrow | None = None
    hint: str = ""
    kind: ClassVar[str] = "text"

    def known(self) -> Known:
        return {}

    def read(self, raw: Sequence[str], known: Known) -> Any:
        """The value of what the URL gives, None for nothing. Raises ValueError with a sentence."""
        text = raw[-1].strip().replace("\x00", "")[:LONGEST_TEXT] if raw else ""
        return text or None

    def written(self, value: Any) -> list[str]:
        """The value as the URL holds it."""
        return [str(value)]

    def chips(self, value: Any, known: Known) -> list[tuple[str, list[str]]]:
        """What was chosen in words, each with what would stay in the URL if it were removed."""
        return [(f"{self.label}: {value}", [])]

    def shown(self, value: Any, raw: Sequence[str], known: Known) -> dict[str, Any]:
        """What the macro `filters` draws; text that could not be read stands there again."""
        text = value if value is not None else (raw[-1] if raw else "")
        return {
            "kind": self.kind,
            "name": self.name,
            "label": self.label,
            "hint": self.hint,
            "value": text,
        }


class Search(Filter):
    """Words typed by the person."""


class Tick(Filter):
    """Yes, or no matter."""

    kind: ClassVar[str] = "tick"

    def read(self, raw: Sequence[str], known: Known) -> bool | None:
        return True if raw and raw[-1] == "1" else None

    def written(self, value: Any) -> list[str]:
        return ["1"]

    def chips(self, value: Any, known: Known) -> list[tuple[str, list[str]]]:
        return [(self.label, [])]

    def shown(self, value: Any, raw: Sequence[str], known: Known) -> dict[str, Any]:
        return super().shown(bool(value), raw, known)


class Day(Filter):
    """A day, typed as 31 March 2026, 31/3/2026 or 2026-03-31; the URL then has the last."""

    kind: ClassVar[str] = "date"

    def read(self, raw: Sequence[str], known: Known) -> date | None:
        text = raw[-1].strip() if raw else ""
        if not text:
            return None
        try:
            if _ISO.fullmatch(text):
                return date.fromisoformat(text)
            # The box of a form reads months by name and tells a date that does not exist.
            return forms.DateField(label=self.label).to_python(
                re.split(r"[\s/.-]+", text, maxsplit=2)
            )
        except (ValueError, ValidationError):
            raise ValueError(f"{self.label} must be a real date, like 31 3 2026") from None

    def written(self, value: Any) -> list[str]:
        return [value.isoformat()]

    def chips(self, value: Any, known: Known) -> list[tuple[str, list[str]]]:
        return [(f"{self.label}: {show.format_date(value)}", [])]

    def shown(self, value: Any, raw: Sequence[str], known: Known) -> dict[str, Any]:
        shown = super().shown(show.format_date(value) if value else None, raw, known)
        return {**shown, "hint": self.hint or "For example, 31 3 2026"}


@dataclass(frozen=True)
class Choice(Filter):
    """One of a list of answers. `options` is the list, or a function that fetches it.

    `usual` is the answer that a page takes where none was chosen: then there is no "All", and the
    list stands at that answer.
    """

    options: Options | Callable[[], Options] = ()
    any_text: str = "All"
    usual: str = ""
    kind: ClassVar[str] = "choice"

    def known(self) -> Known:
        found = self.options() if callable(self.options) else self.options
        return {str(value): str(text) for value, text in found if str(value) != ""}

    def read(self, raw: Sequence[str], known: Known) -> Any:
        return next((value for value in reversed(raw) if value in known), None)

    def chips(self, value: Any, known: Known) -> list[tuple[str, list[str]]]:
        return [(f"{self.label}: {known[value]}", [])]

    def shown(self, value: Any, raw: Sequence[str], known: Known) -> dict[str, Any]:
        if self.usual in known:
            options = _options(known, {value or self.usual})
        else:
            every = {"value": "", "text": self.any_text, "is_selected": value is None}
            options = [every, *_options(known, {value})]
        return {**super().shown(value, [], known), "options": options}


@dataclass(frozen=True)
class Choices(Choice):
    """Any number of a list of answers; the value is a tuple of them."""

    kind: ClassVar[str] = "choices"

    def read(self, raw: Sequence[str], known: Known) -> tuple[str, ...] | None:
        return tuple(dict.fromkeys(value for value in raw if value in known)) or None

    def written(self, value: Any) -> list[str]:
        return list(value)

    def chips(self, value: Any, known: Known) -> list[tuple[str, list[str]]]:
        return [
            (f"{self.label}: {known[one]}", [other for other in value if other != one])
            for one in value
        ]

    def shown(self, value: Any, raw: Sequence[str], known: Known) -> dict[str, Any]:
        options = _options(known, set(value or ()))
        return {**super().shown(value, [], known), "options": options}


def _options(known: Known, selected: set[Any]) -> list[dict[str, Any]]:
    return [
        {"value": value, "text": text, "is_selected": value in selected}
        for value, text in known.items()
    ]
