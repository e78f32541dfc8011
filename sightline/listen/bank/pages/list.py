"""The question bank."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.filters import Choice, Filters, Order, Search, Tick
from sightline.listen.bank import words
from sightline.listen.bank.models import BankItem, BankTheme, Wording
from sightline.people.request import SignedInRequest
from sightline.standards.models import FrameworkVersion, Standard

EVERYBODY = "everybody"


def _by_words(rows: QuerySet[BankItem], text: str) -> QuerySet[BankItem]:
    said = Wording.objects.filter(Q(text__icontains=text) | Q(label__icontains=text))
    return rows.filter(Q(code__iexact=text) | Q(pk__in=said.values("item")))


def _themes() -> list[tuple[str, str]]:
    return [(one.code, str(one)) for one in BankTheme.objects.all()]


def _standards() -> list[tuple[str, str]]:
    version = FrameworkVersion.in_force_on(timezone.localdate())
    found = Standard.objects.filter(version=version).values_list("number", "wording")
    return [(number, f"{number} {wording[:70]}") for number, wording in found]


def _by_standard(rows: QuerySet[BankItem], number: str) -> QuerySet[BankItem]:
    version = FrameworkVersion.in_force_on(timezone.localdate())
    return rows.filter(standards__number=number, standards__version=version)


FILTERS = Filters(
    filters=(
        Search("q", "Code or words", narrow=_by_words),
        Choice(
            "theme",
            "Theme",
            options=_themes,
            narrow=lambda rows, value: rows.filter(theme__code=value),
        ),
        Choice("standard", "Standard it bears on", options=_standards, narrow=_by_standard),
        Choice(
            "branch",
            "Asked of",
            options=[(EVERYBODY, "Everybody"), *words.BRANCHES.items()],
            narrow=lambda rows, value: rows.filter(branch="" if value == EVERYBODY else value),
        ),
        Tick(
            "sensitive",
            "Only sensitive questions",
            narrow=lambda rows, _: rows.filter(is_sensitive=True),
        ),
        Tick("retired", "With retired questions"),
    ),
    orders=(
        Order("theme", "By theme", ("theme__position", "position", "code")),
        Order("code", "By code", ("code",)),
    ),
)


@allow(Permission.MANAGE_QUESTIONNAIRES)
def list_items(request: SignedInRequest) -> HttpResponse:
    chosen = FILTERS.read(request)
    items = BankItem.objects.visible_to(request.user)
    if not chosen.values["retired"]:
        items = items.filter(is_retired=False)
    page = chosen.page(chosen.narrow(items.with_wording().prefetch_related("standards__version")))
    version = FrameworkVersion.in_force_on(timezone.localdate())
    return render(
        request,
        "listen/bank/pages/list.jinja",
        {"chosen": chosen, "page": page, "branches": words.BRANCHES, "framework": version},
    )
