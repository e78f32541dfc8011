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

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Protocol

from django.http import HttpRequest, QueryDict

from sightline.design.asked import Choice, Choices, Day, Filter, Search, Tick
from sightline.design.paging import Page

__all__ = [
    "Choice",
    "Choices",
    "Chosen",
    "Day",
    "Filter",
    "Filters",
    "Order",
    "Page",
    "Search",
    "Tick",
]

PAGE = "page"
ORDER = "order"


class Rows(Protocol):
    """What a page is cut from: a queryset, or a list."""

    def __getitem__(self, key: slice, /) -> Any: ...


@dataclass(frozen=True)
class Order:
    """A named order. `fields` are arguments of ``order_by``, ending in one that is unique."""

    name: str
    label: str
    fields: tuple[str, ...]


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
    def said(self) -> list[str]:
        """What was chosen, in words, for a file: "Category: 2"."""
        return [chip.text for chip in self.applied]

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
