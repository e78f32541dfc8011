"""One filter model for a list, its chart and its download, kept in the URL.

The owner of a list declares its filters and orders once:

    REGISTER = Filters(
        filters=(
            Search("q", "Reference or words", narrow=lambda rows, text: rows.filter(…)),
            Choices("category", "Category", options=category_options, narrow=…),
            Choice("region", "Region", options=region_options, narrow=…),
            Day("as_at", "As at", narrow=…),
            Tick("overdue", "Only overdue", narrow=…),
        ),
        orders=(Order("newest", "Newest first", ("-raised_at", "pk")), …),
    )

and a page reads what was asked:

    chosen = REGISTER.read(request)
    concerns = chosen.narrow(Concern.objects.visible_to(request.user))
    page = chosen.page(concerns)             list;   chosen.href(format="csv") is the download

What the URL says that a filter does not know (another region's code, page "x") is left out, never
an error: bookmarks grow old. A day that cannot be read is said in `problems`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Any, ClassVar, Protocol

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from sightline.design import forms, show

Options = Sequence[tuple[str, str]]
Known = Mapping[str, str]
Narrow = Callable[[Any, Any], Any]
PAGE = "page"
ORDER = "order"
#: Longer searches are cut: no reference or phrase is longer.
LONGEST_TEXT = 200
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Rows(Protocol):
    """What a page is cut from: a queryset, or a list."""

    def __getitem__(self, key: slice, /) -> Any: ...


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
    """One of a list of answers. `options` is the list, or a function that fetches it."""

    options: Options | Callable[[], Options] = ()
    any_text: str = "All"
    kind: ClassVar[str] = "choice"

    def known(self) -> Known:
        found = self.options() if callable(self.options) else self.options
        return {str(value): str(text) for value, text in found if str(value) != ""}

    def read(self, raw: Sequence[str], known: Known) -> Any:
        return next((value for value in reversed(raw) if value in known), None)

    def chips(self, value: Any, known: Known) -> list[tuple[str, list[str]]]:
        return [(f"{self.label}: {known[value]}", [])]

    def shown(self, value: Any, raw: Sequence[str], known: Known) -> dict[str, Any]:
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


@dataclass(frozen=True)
class Order:
    """A named order. `fields` are arguments of ``order_by``, ending in one that is unique."""

    name: str
    label: str
    fields: tuple[str, ...]


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


@dataclass(frozen=True)
class Chip:
    text: str
    remove_href: str


@dataclass
class Chosen:
    """What a request asked of a list. `values` has every filter's name, None where not used."""

    path: str
    values: dict[str, Any]
    order: Order | None
    number: int
    size: int
    problems: list[str]
    fields: list[dict[str, Any]]
    applied: list[Chip]
    _declared: "Filters" = field(repr=False)
    _chosen: dict[str, list[str]] = field(repr=False)

    def narrow(self, rows: Any) -> Any:
        """The rows that answer every filter, in the chosen order (if there are orders)."""
        for declared in self._declared.filters:
            value = self.values[declared.name]
            if value is not None and declared.narrow is not None:
                rows = declared.narrow(rows, value)
        return rows.order_by(*self.order.fields) if self.order else rows

    def page(self, rows: Rows, total: int | None = None) -> Page:
        """The page that was asked for; a page beyond the end is the last one.

        Rows are a queryset or a list; `total` saves counting them again.
        """
        if total is None:
            total = len(rows) if isinstance(rows, (list, tuple)) else rows.count()  # type: ignore[attr-defined]
        number = min(self.number, max(1, ceil(total / self.size)))
        found = rows[(number - 1) * self.size : number * self.size]
        return Page(list(found), number, total, self.size, lambda page: self.href(page=page))

    def href(self, **changes: object) -> str:
        """This list's address with some parameters changed: None takes one away.

        Changing anything but the page starts again at the first page. `format="csv"` gives the
        download of the same rows.
        """
        query = QueryDict(mutable=True)
        kept = {name: old for name, old in self._chosen.items() if name != PAGE or not changes}
        for name, new in {**kept, **changes}.items():
            if isinstance(new, (list, tuple)):
                query.setlist(name, [str(one) for one in new])
            elif new is not None and not (name == PAGE and new == 1):
                query[name] = str(new)
        encoded = query.urlencode()
        return f"{self.path}?{encoded}" if encoded else self.path

    @property
    def clear_href(self) -> str:
        """The list without filters, in the same order."""
        return self.href(**{declared.name: None for declared in self._declared.filters})

    def heading(self, text: str, name: str, *, numeric: bool = False) -> dict[str, Any]:
        """A column's heading that sorts: orders are called `name` and `-name`.

        For the macro `table`. Raises KeyError if there is no such order.
        """
        orders = {order.name: order for order in self._declared.orders}
        current = self.order.name if self.order else ""
        if name not in orders and f"-{name}" not in orders:
            raise KeyError(name)
        sort = {name: "ascending", f"-{name}": "descending"}.get(current, "none")
        other = f"-{name}" if current == name or name not in orders else name
        target = other if other in orders else name
        return {"text": text, "numeric": numeric, "sort": sort, "href": self.href(order=target)}


@dataclass(frozen=True)
class Filters:
    """The filters and orders of one list; the first order is the usual one."""

    filters: tuple[Filter, ...] = ()
    orders: tuple[Order, ...] = ()
    page_size: int = 50
    #: Parameters that belong to the page and are kept as they are ("round").
    kept: tuple[str, ...] = ()

    def read(self, request: HttpRequest) -> Chosen:
        return self.read_query(request.GET, request.path)

    def read_query(self, query: QueryDict, path: str = "") -> Chosen:
        """What a query string asks; pure but for the `options` that fetch their answers."""
        values: dict[str, Any] = {}
        chosen: dict[str, list[str]] = {
            name: [str(query[name])] for name in self.kept if query.get(name)
        }
        fields: list[dict[str, Any]] = [
            {"kind": "kept", "name": name, "value": found[-1]} for name, found in chosen.items()
        ]
        problems: list[str] = []
        chips: list[tuple[str, str, list[str]]] = []
        for declared in self.filters:
            raw = query.getlist(declared.name)
            known = declared.known()
            try:
                value = declared.read(raw, known)
            except ValueError as problem:
                value = None
                problems.append(str(problem))
            values[declared.name] = value
            if value is not None:
                chosen[declared.name] = declared.written(value)
                chips += [
                    (declared.name, text, left) for text, left in declared.chips(value, known)
                ]
            fields.append(declared.shown(value, raw, known))
        order = self._order(query)
        if order and order is not self.orders[0]:
            chosen[ORDER] = [order.name]
        if len(self.orders) > 1:
            fields.append(_order_field(self.orders, order))
        number = _page_number(query.get(PAGE, ""))
        if number > 1:
            chosen[PAGE] = [str(number)]
        answer = Chosen(
            path, values, order, number, self.page_size, problems, fields, [], self, chosen
        )
        answer.applied = [Chip(text, answer.href(**{name: left})) for name, text, left in chips]
        return answer

    def _order(self, query: QueryDict) -> Order | None:
        asked = query.get(ORDER, "")
        usual = self.orders[0] if self.orders else None
        return next((order for order in self.orders if order.name == asked), usual)


def _order_field(orders: Sequence[Order], chosen: Order | None) -> dict[str, Any]:
    options = [
        {"value": order.name, "text": order.label, "is_selected": order is chosen}
        for order in orders
    ]
    return {"kind": "choice", "name": ORDER, "label": "Sort by", "options": options}


def _page_number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1
