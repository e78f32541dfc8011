"""One comment after another, with the codes to tick: by mouse, by keyboard, or by number keys."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import CheckboxChoiceField, Form
from sightline.listen.codebook import queries as codebook
from sightline.listen.codebook import rules
from sightline.listen.codebook.coding import actions, queries
from sightline.listen.codebook.learning import queries as learning
from sightline.listen.codebook.models import Code
from sightline.listen.comments.models import Comment
from sightline.listen.comments.pages.list import where
from sightline.listen.surveys.models import Round
from sightline.people.request import SignedInRequest

#: The value of "no code fits".
NONE = "none"


class CodingForm(Form):
    codes = CheckboxChoiceField(
        label="What is it about?",
        help_text="Tick every code that fits.",
        exclusive=NONE,
        error_messages={"required": "Tick a code, or say that none fits"},
    )


@allow(Permission.CODE_COMMENTS)
def code_next(request: SignedInRequest) -> HttpResponse:
    """The next comment of a round; what is stored is that of the comment named in the form."""
    rounds = queries.rounds(request.user)
    asked = request.GET.get("round", "")
    round_ = next((one for one in rounds if str(one.pk) == asked), None)
    if round_ is None:
        if asked or not rounds:
            raise Http404
        round_ = rounds[0]
    if request.method == "POST":
        comment = get_object_or_404(
            queries.codable(request.user).filter(round=round_), key=request.POST.get("key", "")
        )
    else:
        waiting = queries.waiting(request.user, round_)
        if after := request.GET.get("after", ""):
            waiting = waiting.filter(key__gt=after)
        first = waiting.select_related("organisation", "profession", "programme").first()
        if first is None:
            return render(
                request,
                "listen/codebook/coding/pages/done.jinja",
                {"round": round_, "has_skipped": bool(after)},
            )
        comment = first
    return _page(request, comment, round_)


@allow(Permission.CODE_COMMENTS)
def code_again(request: SignedInRequest, key: str) -> HttpResponse:
    """A comment that the same person coded, to change their mind."""
    comment = get_object_or_404(queries.codable(request.user), key=key)
    if queries.own(request.user, comment) is None:
        raise Http404
    return _page(request, comment, comment.round)


def _page(request: SignedInRequest, comment: Comment, round_: Round) -> HttpResponse:
    codes = codebook.in_use()
    before = queries.own(request.user, comment)
    proposed = [] if before else learning.proposed(comment, codes)
    chosen = queries.given(before) if before else []
    form = CodingForm(
        request.POST or None,
        initial={"codes": [str(one.pk) for one in chosen] or ([NONE] if before else [])},
    )
    _offer(form, codes, proposed)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["codes"]
        try:
            actions.give(
                comment=comment,
                codes=[one for one in codes if str(one.pk) in wanted],
                proposed=proposed,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect(_next(round_))
        return redirect(_next(round_, saved=comment.key))
    saved = request.GET.get("saved", "")
    return render(
        request,
        "listen/codebook/coding/pages/code.jinja",
        {
            "comment": comment,
            "form": form,
            "round": round_,
            "where": where(comment),
            "proposed": proposed,
            "for_two": rules.is_for_two(comment.key),
            "progress": queries.progress(request.user, round_),
            "saved": queries.codable(request.user).filter(key=saved, codings__by=request.user)
            .distinct().first() if saved else None,
            "is_again": before is not None,
            "skip": _next(round_, after=comment.key),
            "code_page": _next(round_),
        },
    )  # fmt: skip


def _offer(form: CodingForm, codes: list[Code], proposed: list[Code]) -> None:
    """Proposed codes first; which are proposals is said in words."""
    field: CheckboxChoiceField = form.fields["codes"]  # type: ignore[assignment]
    ordered = [*proposed, *(one for one in codes if one not in proposed)]
    field.choices = [*((str(one.pk), one.name) for one in ordered), (NONE, "No code fits")]
    field.choice_hints = {str(one.pk): one.description for one in ordered if one.description} | {
        str(one.pk): f"Proposed. {one.description}".strip() for one in proposed
    }


def _next(round_: Round, **more: str) -> str:
    return f"{reverse('listen:codebook:code')}?{urlencode({'round': round_.pk, **more})}"
