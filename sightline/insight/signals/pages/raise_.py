"""Raise a concern because of a signal: the register's own questions, begun with what was seen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.insight.signals import actions
from sightline.insight.signals.models import Signal
from sightline.insight.signals.pages.found import signal_for
from sightline.insight.signals.words import Kind
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.respond.register.actions import NewEvidence
from sightline.respond.register.models import Concern
from sightline.respond.register.pages.raise_ import FIRST_REVIEW
from sightline.respond.register.pages.raise_form import RaiseForm
from sightline.results.models import Measure


@allow(Permission.JUDGE_STANDARDS)
def raise_(request: SignedInRequest, reference: str) -> HttpResponse:
    """What is all over the nation is raised in a region, which ``?organisation=`` names."""
    signal = signal_for(request, reference)
    regions = [] if signal.organisation else _regions()
    organisation = signal.organisation or next(
        (one for one in regions if one.code == request.GET.get("organisation")), None
    )
    if organisation is None:
        return render(
            request,
            "insight/signals/pages/raise_where.jinja",
            {"signal": signal, "regions": regions},
        )
    if not viewer.may(request.user, Permission.RAISE_CONCERN, at=organisation):
        raise Http404
    sees_internal = viewer.may(request.user, Permission.VIEW_INTERNAL, at=organisation)
    level = _level(signal, organisation)
    form = RaiseForm(
        request.POST or None,
        level=level,
        organisation=organisation,
        sees_internal=sees_internal,
        has_cause=True,
        has_voice=False,
        day=timezone.localdate(),
        initial=_initial(signal, request, organisation),
    )
    if request.method == "POST" and form.is_valid():
        try:
            concern = _raised(signal, form, request, level, organisation, sees_internal)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{concern.reference} is on the register.")
            return redirect("respond:register:show", reference=concern.reference)
    return render(
        request,
        "insight/signals/pages/raise_.jinja",
        {
            "signal": signal,
            "organisation": organisation,
            "level": Concern.Level(level).label,
            "form": form,
            "sees_internal": sees_internal,
        },
    )


def _regions() -> list[Organisation]:
    kind = Organisation.Kind.REGION
    return list(Organisation.objects.filter(kind=kind, closed_date=None).order_by("name"))


def _level(signal: Signal, organisation: Organisation) -> str:
    if signal.programme_id:
        return Concern.Level.PROGRAMME.value
    is_provider = organisation.is_provider
    return (Concern.Level.ORGANISATION if is_provider else Concern.Level.SYSTEM).value


def _initial(
    signal: Signal, request: SignedInRequest, organisation: Organisation
) -> dict[str, Any]:
    """What the form begins with: what was seen, and the standards that its question bears on."""
    found: dict[str, Any] = {
        "title": signal.headline[:160],
        "summary": signal.says,
        "source": Concern.Source.OTHER if signal.kind == Kind.PROCESS else Concern.Source.SURVEY,
        "next_review_date": timezone.localdate() + FIRST_REVIEW,
        "share": "no",
    }
    if viewer.may(request.user, Permission.MANAGE_CONCERN, at=organisation):
        found["owner"] = request.user.pk
    if signal.programme is not None:
        found["programme"] = signal.programme.pk
        found["professions"] = [signal.programme.profession_id]
    if signal.profession is not None:
        found["professions"] = [signal.profession.pk]
    if signal.dataset is not None:
        on = Measure.objects.filter(survey=signal.dataset.survey).filter(
            Q(code=signal.measure) | Q(theme__code=signal.measure)
        )
        numbers = on.order_by().values_list("standards", flat=True)
        found["standards"] = sorted({one for one in numbers if one is not None})
    return found


def _raised(
    signal: Signal,
    form: RaiseForm,
    request: SignedInRequest,
    level: str,
    organisation: Organisation,
    sees_internal: bool,
) -> Concern:
    given = dict(form.cleaned_data)
    text = given.pop("evidence_text")
    given["share"] = not sees_internal or given["share"] == "yes"
    given["internal_summary"] = given.get("internal_summary", "")
    concern: dict[str, Any] = {"environment": None, "programme": None, **given}
    return actions.raise_concern(
        signal=signal,
        level=level,
        organisation=organisation,
        evidence=[NewEvidence(text=text)] if text else [],
        **concern,
        by=request.user,
        at=timezone.now(),
    )
