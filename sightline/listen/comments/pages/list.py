from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.filters import Choice, Filters, Order, Search, Tick
from sightline.listen.comments import personal_data, queries, urgent
from sightline.listen.comments.models import Comment
from sightline.listen.comments.personal_data import Found, Kind
from sightline.listen.surveys.models import Round
from sightline.people.request import SignedInRequest


def _rounds() -> list[tuple[str, str]]:
    return [
        (str(one.pk), str(one))
        for one in Round.objects.filter(comments__isnull=False).select_related("survey").distinct()
    ]


FILTERS = Filters(
    filters=(
        Choice(
            "state",
            "State",
            options=Comment.State.choices,
            any_text="To be read",
            narrow=lambda rows, value: rows.filter(state=value),
        ),
        Tick("urgent", "Only urgent ones", narrow=lambda rows, _: rows.filter(is_urgent=True)),
        Tick("found", "Only with something masked", narrow=lambda rows, _: rows.exclude(found=[])),
        Choice(
            "round",
            "Round",
            options=_rounds,
            narrow=lambda rows, value: rows.filter(round=value),
        ),
        Search(
            "provider",
            "Code of the provider",
            narrow=lambda rows, value: rows.filter(organisation__code__iexact=value),
        ),
    ),
    orders=(Order("urgent", "Urgent first, then by date", ("-is_urgent", "due_date", "key")),),
    page_size=20,
)


def found_for(request: SignedInRequest, key: str) -> Comment:
    """The comment, or a 404 for whoever does not moderate it."""
    return get_object_or_404(
        Comment.objects.visible_to(request.user).select_related(
            "round__survey", "organisation", "profession", "programme", "taken_on_by"
        ),
        key=key,
    )


def why(comment: Comment) -> list[str]:
    """Why it is read first, in words."""
    return [
        urgent.Urgency[name].value for name in comment.urgent if name in urgent.Urgency.__members__
    ]


def where(comment: Comment) -> str:
    """The group that it is kept under, in words."""
    parts = [comment.programme or comment.profession, comment.organisation]
    return ", ".join(one.name for one in parts if one is not None) or "England"


def pieces(comment: Comment) -> list[tuple[str, Kind | None]]:
    """The text as it came, with what was found in it."""
    found = [Found(Kind(kind), start, end) for kind, start, end in comment.found]
    return list(personal_data.pieces(comment.raw_text, found))


@allow(Permission.MODERATE_COMMENTS)
def list_comments(request: SignedInRequest) -> HttpResponse:
    chosen = FILTERS.read(request)
    rows = Comment.objects.visible_to(request.user).select_related(
        "round__survey", "organisation", "profession", "programme", "taken_on_by"
    )
    if chosen.values["state"] is None:
        rows = rows.to_read()
    page = chosen.page(chosen.narrow(rows))
    today = timezone.localdate()
    return render(
        request,
        "listen/comments/pages/list.jinja",
        {
            "chosen": chosen,
            "page": page,
            "queue": queries.queue(request.user, today),
            "today": today,
            "where": where,
            "why": why,
        },
    )
