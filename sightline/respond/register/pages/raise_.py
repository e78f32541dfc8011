from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.respond.register import actions, results, rules
from sightline.respond.register.models import Concern
from sightline.respond.register.pages.raise_form import RaiseForm

#: How an address names a survey result.
FLAG = ("dataset", "level", "group", "other", "measure")
FIRST_REVIEW = timedelta(days=28)


def flag_query(request: HttpRequest) -> str:
    """The part of the address that names a survey result, to be carried on."""
    return urlencode([(name, request.GET[name]) for name in FLAG if name in request.GET])


@allow(Permission.RAISE_CONCERN)
def raise_(request: SignedInRequest) -> HttpResponse:
    """Raise a concern from the survey result that the address names, or by hand."""
    found = None
    if "dataset" in request.GET:
        found = results.find(request.GET, request.user)
        if found is None:
            raise Http404
    organisation = _organisation(request, found)
    if organisation is None:
        return redirect(f"{reverse('respond:register:where')}?{flag_query(request)}".rstrip("?"))
    if not viewer.may(request.user, Permission.RAISE_CONCERN, at=organisation):
        raise Http404
    level = _level(request, found, organisation)
    if not level:
        return redirect(f"{reverse('respond:register:about')}?{_query(request, organisation)}")
    sees_internal = viewer.may(request.user, Permission.VIEW_INTERNAL, at=organisation)
    form = RaiseForm(
        request.POST or None,
        level=level,
        organisation=organisation,
        sees_internal=sees_internal,
        has_result=found is not None,
        day=timezone.localdate(),
        initial=_initial(found, organisation, request),
    )
    if request.method == "POST" and form.is_valid():
        concern = _raised(request, form, level, organisation, found, sees_internal)
        if concern is not None:
            messages.success(request, f"{concern.reference} is on the register.")
            return redirect("respond:register:show", reference=concern.reference)
    return render(
        request,
        "respond/register/pages/raise_.jinja",
        {
            "organisation": organisation,
            "level": Concern.Level(level).label,
            "found": found,
            "form": form,
            "sees_internal": sees_internal,
            "where_href": f"{reverse('respond:register:where')}?{flag_query(request)}",
            "about_href": (
                f"{reverse('respond:register:about')}?{_query(request, organisation)}"
                if len(levels_at(organisation)) > 1
                else ""
            ),
        },
    )


def _organisation(
    request: SignedInRequest, found: results.FoundResult | None
) -> Organisation | None:
    if code := request.GET.get("organisation"):
        places = Organisation.objects.filter(request.user.patch(Permission.RAISE_CONCERN).q())
        return get_object_or_404(places.select_related("provider", "icb"), code=code)
    return found.organisation if found else None


def _initial(
    found: results.FoundResult | None, organisation: Organisation, request: SignedInRequest
) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "next_review_date": timezone.localdate() + FIRST_REVIEW,
        "share": "no",
    }
    if viewer.may(request.user, Permission.MANAGE_CONCERN, at=organisation):
        initial["owner"] = request.user.pk
    if found is None:
        return initial
    cell = found.frozen
    compared = cell["benchmark"]
    against = f", against {compared['mean']:.1f} for {compared['name']}" if compared else ""
    return initial | {
        "source": Concern.Source.SURVEY,
        "programme": found.programme.pk if found.programme else None,
        "professions": [found.profession.pk] if found.profession else [],
        "standards": list(found.measure.standards.values_list("pk", flat=True)),
        "title": f"{found.measure.label}: {_called(cell)}"[:160],
        "summary": (
            f"{cell['group']} scored {cell['score']:.1f} out of 100 for “{cell['measure']}” in "
            f"{cell['round']}{against}. {cell['n']} learners answered."
        ),
    }


def _called(cell: dict[str, Any]) -> str:
    """A title calls a result low only when it is lower than what it is compared with."""
    compared = cell["benchmark"]
    is_low = compared is not None and cell["score"] < compared["mean"]
    return "low survey result" if is_low else "survey result"


def levels_at(organisation: Organisation) -> tuple[str, ...]:
    """Where a concern at that organisation can sit: not in an environment when there is none."""
    levels = rules.levels_for(organisation.kind)
    if organisation.environments.filter(closed_date=None).exists():
        return levels
    return tuple(level for level in levels if level != Concern.Level.ENVIRONMENT)


def _level(
    request: HttpRequest, found: results.FoundResult | None, organisation: Organisation
) -> str:
    """The level chosen, the one the result says, or the only one; "" when it must be asked."""
    levels = levels_at(organisation)
    chosen = request.GET.get("about", "")
    if chosen in levels:
        return chosen
    if found is not None:
        if found.programme is not None and Concern.Level.PROGRAMME in levels:
            return Concern.Level.PROGRAMME.value
        whole = (Concern.Level.ORGANISATION.value, Concern.Level.SYSTEM.value)
        return next(level for level in whole if level in levels)
    return levels[0] if len(levels) == 1 else ""


def _query(request: HttpRequest, organisation: Organisation) -> str:
    chosen = urlencode({"organisation": organisation.code})
    return "&".join(part for part in (chosen, flag_query(request)) if part)


def _raised(
    request: SignedInRequest,
    form: RaiseForm,
    level: str,
    organisation: Organisation,
    found: results.FoundResult | None,
    sees_internal: bool,
) -> Concern | None:
    given = dict(form.cleaned_data)
    text = given.pop("evidence_text")
    evidence = [found.as_evidence()] if found else []
    if text:
        evidence.append(actions.NewEvidence(text=text))
    given["share"] = not sees_internal or given["share"] == "yes"
    given["internal_summary"] = given.get("internal_summary", "")
    try:
        return actions.raise_concern(
            level=level,
            organisation=organisation,
            **{"environment": None, "programme": None, **given},
            evidence=evidence,
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
