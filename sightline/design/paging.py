"""One page of a long list, and the numbers that lead to the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any


@dataclass(frozen=True)
class Page:
    """One page of rows. `rows` are those to show; numbers count from 1."""

    rows: Sequence[Any]
    number: int
    total: int
    size: int
    hrefs: Callable[[int], str]

    @property
    def count_of_pages(self) -> int:
        return max(1, ceil(self.total / self.size))

    @property
    def first(self) -> int:
        return min((self.number - 1) * self.size + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def previous_href(self) -> str:
        return self.hrefs(self.number - 1) if self.number > 1 else ""

    @property
    def next_href(self) -> str:
        return self.hrefs(self.number + 1) if self.number < self.count_of_pages else ""

    @property
    def items_shown(self) -> list[dict[str, Any]]:
        """Numbers for the NHS pagination: the ends, this page and its neighbours, dots between."""
        count = self.count_of_pages
        wanted = sorted(
            {1, count, *range(max(1, self.number - 1), min(count, self.number + 1) + 1)}
        )
        items: list[dict[str, Any]] = []
        before = 0
        for number in wanted:
            if number - before == 2:
                items.append(self._item(number - 1))
            elif number - before > 2:
                items.append({"ellipsis": True})
            items.append(self._item(number))
            before = number
        return items

    def _item(self, number: int) -> dict[str, Any]:
        return {"number": number, "href": self.hrefs(number), "current": number == self.number}
