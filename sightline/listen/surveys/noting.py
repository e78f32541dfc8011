"""Read the values of a file one by one and note what is wrong, so that it can be mended at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from sightline.listen.surveys.located import Entries, Located, Problem, Section

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class Notes:
    """Takes single values out of sections. A value that is wrong is noted and read as nothing."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, at: Located | None, message: str) -> None:
        self.problems.append(Problem(at.line if at is not None else None, message))

    def only(self, section: Section, known: Iterable[str], what: str) -> None:
        for key, value in section.items():
            if key not in known:
                self.wrong(value, f"“{key}” is not a part of {what}. Use: {', '.join(known)}.")

    def text(self, section: Section, key: str, *, required: bool = True, longest: int = 200) -> str:
        value = section.get(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            if required:
                self.wrong(section if value is None else value, f"“{key}” is missing.")
            return ""
        if not isinstance(value, str):
            self.wrong(value, f"“{key}” must be one text, not a list.")
            return ""
        if len(value) > longest:
            self.wrong(value, f"“{key}” is longer than {longest} characters.")
        return value.strip()

    def code(self, section: Section, key: str, what: str) -> str:
        value = self.text(section, key)
        if value and not _CODE.fullmatch(value):
            self.wrong(
                section[key],
                f"“{value}” cannot be the code of {what}: use up to 40 letters, digits, - and _.",
            )
        return value

    def texts(self, value: Located | None) -> tuple[str, ...]:
        if value is None:
            return ()
        if isinstance(value, Section) or (
            isinstance(value, Entries) and not all(isinstance(one, str) for one in value)
        ):
            self.wrong(value, "A text or a list of texts was expected here.")
            return ()
        return tuple(map(str, value)) if isinstance(value, Entries) else (str(value),)

    def sections(self, value: Located | None, what: str) -> list[Section]:
        """The sections of a list; everything else in it is noted."""
        if value is None:
            return []
        if not isinstance(value, Entries):
            self.wrong(value, f"A list of {what} was expected here.")
            return []
        for one in value:
            if not isinstance(one, Section):
                self.wrong(one, f"One of the {what} is not in the form “name: value”.")
        return [one for one in value if isinstance(one, Section)]

    def number(self, section: Section, key: str) -> float | None:
        text = self.text(section, key)
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value) > 1_000_000:
            self.wrong(section[key], f"“{key}” must be a number, not “{text}”.")
            return None
        return float(value)

    def truth(self, section: Section, key: str) -> bool:
        text = self.text(section, key, required=False).casefold()
        if text not in ("", "true", "false", "yes", "no"):
            self.wrong(section[key], f"“{key}” must be true or false, not “{text}”.")
        return text in ("true", "yes")
