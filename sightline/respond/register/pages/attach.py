"""Add what somebody raised to a concern that is on the register already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.voices.models import Voice
from sightline.people.models import User
from sightline.people.request import SignedInRequest
from sightline.respond.register import actions
from sightline.respond.register.models import Concern, ConcernQuerySet, Standing
from sightline.respond.register.pages import fields, from_voice

#: The newest ones are offered; of more, one looks on the register first.
MOST_OFFERED = 20


class AttachForm(Form):
    concern = forms.ModelChoiceField(
        Concern.objects.none(),
        label="Which concern?",
        to_field_name="reference",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the concern that it is about"},
    )
    evidence_text = fields.prose(
        "What should the concern say about it?",
        help_text="In your own words: people are known by theirs. The case is not named.",
        rows=3,
    )
    answer_to_person = fields.prose(
        "What do we tell the person who raised it?",
        help_text="They read it when they come back. Say that it is taken up, and what comes next.",
        rows=4,
    )

    def __init__(self, *args: Any, offered: ConcernQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        concern: Any = self.fields["concern"]
        concern.queryset = offered
        concern.label_from_instance = lambda one: (
            f"{one.reference}: {one.title} ({one.organisation.name})"
        )


def open_near(voice: Voice, user: User) -> ConcernQuerySet:
    """Concerns that are not closed, where the case is about, that this person may manage."""
    place = voice.environment.organisation if voice.environment else voice.organisation
    provider = place.provider_id or place.pk
    here = Q(organisation=place) | Q(organisation=provider) | Q(organisation__provider=provider)
    return open_where(here, user)


def open_where(here: Q, user: User) -> ConcernQuerySet:
    """Concerns that are not closed and that this person may manage, the newest of them."""
    latest = Standing.objects.filter(concern=OuterRef("pk")).order_by("-at", "-id")
    found = (
        Concern.objects.visible_to(user)
        .filter(user.patch(Permission.MANAGE_CONCERN).q("organisation"))
        .filter(here)
        .annotate(now=Subquery(latest.values("state")[:1]))
        .exclude(now=Standing.State.CLOSED)
    )
    newest = found.order_by("-raised_at", "-pk").values("pk")[:MOST_OFFERED]
    return (
        Concern.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))
        .select_related("organisation")
        .order_by("-raised_at", "-pk")
    )


@allow(Permission.MANAGE_CONCERN)
def attach(request: SignedInRequest) -> HttpResponse:
    """``?from=V-…`` names the case; the page offers the concerns of its place."""
    voice = from_voice.find(request)
    if voice is None:
        raise Http404
    offered = open_near(voice, request.user)
    begin = {"evidence_text": from_voice.initial(voice)["evidence_text"]}
    form = AttachForm(request.POST or None, offered=offered, initial=begin)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            concern = actions.attach_voice(
                voice=voice,
                concern=given["concern"],
                evidence_text=given["evidence_text"],
                answer=given["answer_to_person"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"It is part of {concern.reference}, and the person is told.")
            return redirect("respond:register:show", reference=concern.reference)
    return render(
        request,
        "respond/register/pages/attach.jinja",
        {
            "voice": voice,
            "form": form,
            "offered": list(offered),
            "case_href": reverse("listen:voices:show", args=[voice.number]),
        },
    )
