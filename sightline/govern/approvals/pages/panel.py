"""The panel: the day, who sits on it, and what they declare."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.pages.fields import prose
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.govern.approvals import rules
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.pages.forms import drawn
from sightline.govern.approvals.pages.found import approval_for, done
from sightline.govern.approvals.panels import actions, queries
from sightline.govern.approvals.panels.models import Panel
from sightline.govern.approvals.words import Capacity
from sightline.people.request import SignedInRequest

_YES_NO = [("no", "No"), ("yes", "Yes")]


class OpenForm(Form):
    meets_date = DateField(
        label="On which day does the panel meet?",
        earliest=lambda: rules.meets_between(timezone.localdate())[0],
        latest=lambda: rules.meets_between(timezone.localdate())[1],
    )
    notes = prose("Notes", rows=2, required=False, help_text="For example, how it meets.")


class MemberForm(Form):
    name = forms.CharField(label="Name", max_length=120)
    capacity = RadioChoiceField(label="What do they bring?", choices=Capacity.choices)
    email = forms.EmailField(
        label="Email address, if they have an account here", required=False, max_length=254
    )
    belongs_to_place = RadioChoiceField(label="Do they belong to the place?", choices=_YES_NO)
    has_interest = RadioChoiceField(label="Do they declare an interest?", choices=_YES_NO)
    interest = prose("What is the interest?", rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        return _as_said(super().clean() or {})


class DeclareForm(Form):
    member = forms.ChoiceField(label="Who declares?")
    has_interest = RadioChoiceField(label="Do they declare an interest?", choices=_YES_NO)
    interest = prose("What is the interest?", rows=2, required=False)

    prefix = "declare"

    def __init__(self, *args: Any, seats: list[queries.Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [  # type: ignore[attr-defined]
            (str(one.member.pk), one.member.name) for one in seats
        ]

    def clean(self) -> dict[str, Any]:
        return _as_said(super().clean() or {})


def _as_said(given: dict[str, Any]) -> dict[str, Any]:
    for name in ("has_interest", "belongs_to_place"):
        if name in given:
            given[name] = given[name] == "yes"
    return given


@allow(Permission.DECIDE_APPROVAL)
def panel(request: SignedInRequest, reference: str) -> HttpResponse:
    found = approval_for(request, reference)
    if found.state not in rules.WITH_PANEL or not found.may(
        request.user, Permission.DECIDE_APPROVAL
    ):
        raise Http404
    there = queries.open_panel(found)
    return _name_panel(request, found) if there is None else _members(request, found, there)


def _name_panel(request: SignedInRequest, found: Approval) -> HttpResponse:
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = done(
            form,
            lambda: actions.open_panel(
                approval=found, **form.cleaned_data, by=request.user, at=timezone.now()
            ),
        )
        if made is not None:
            messages.success(request, "Now name who sits on it.")
            return redirect("govern:approvals:panel", reference=found.reference)
    return drawn(
        request,
        found,
        form,
        title="Name a panel" if found.review_date is None else "Name a panel for a review",
        texts=[
            "A decision needs at least two panel members without a declared interest. Nobody "
            "who belongs to the place decides."
        ],
        button="Name the panel",
    )


def _members(request: SignedInRequest, found: Approval, there: Panel) -> HttpResponse:
    seats = queries.seats(there, found.organisation, timezone.localdate())
    declares = "declare-has_interest" in request.POST
    adding = MemberForm(request.POST if request.POST and not declares else None)
    declaring = DeclareForm(request.POST if declares else None, seats=seats)
    form: Form = declaring if declares else adding
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        if declares:
            member = get_object_or_404(there.members, pk=given.pop("member"))
            made = done(
                form,
                lambda: actions.declare(member=member, **given, by=request.user, at=timezone.now()),
            )
        else:
            made = done(
                form,
                lambda: actions.add_member(
                    panel=there, **given, by=request.user, at=timezone.now()
                ),
            )
        if made is not None:
            messages.success(request, "Written down.")
            return redirect("govern:approvals:panel", reference=found.reference)
    return render(
        request,
        "govern/approvals/pages/panel.jinja",
        {
            "found": found,
            "panel": there,
            "seats": seats,
            "adding": adding,
            "declaring": declaring,
            "forms": [form],
            "back_href": reverse("govern:approvals:show", args=[found.reference]),
        },
    )
