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
from sightline.listen.voices.models import Voice
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.respond.register import actions, heard, results, rules
from sightline.respond.register.models import Concern
from sightline.respond.register.pages import from_return, from_voice
from sightline.respond.register.pages.raise_form import RaiseForm

#: How an address names what a concern rests on: a survey result, a point of a forum, or what
#: somebody raised.
FLAG = ("dataset", "level", "group", "other", "measure", "from")
Cause = results.FoundResult | heard.FoundPoint
FIRST_REVIEW = timedelta(days=28)


def flag_query(request: HttpRequest) -> str:
    """The part of the address that names what a concern rests on, to be carried on."""
    return urlencode([(name, request.GET[name]) for name in FLAG if name in request.GET])


def cause_for(request: SignedInRequest) -> Cause | None:
    """The survey result or point that the address names, if any. A 404 for what may not be seen."""
    is_told = from_voice.is_named(request) or from_return.is_named(request)
    if "dataset" not in request.GET and ("from" not in request.GET or is_told):
        return None
    found: Cause | None = (
        results.find(request.GET, request.user)
        if "dataset" in request.GET
        else heard.find_point(request.GET["from"], request.user)
    )
    if found is None:
        raise Http404
    return found


@allow(Permission.RAISE_CONCERN)
def raise_(request: SignedInRequest) -> HttpResponse:
    """Raise a concern from what the address names, or by hand."""
    found, voice = cause_for(request), from_voice.find(request)
    organisation = _organisation(request, found)
    if organisation is None:
        return redirect(f"{reverse('respond:register:where')}?{flag_query(request)}".rstrip("?"))
    if not viewer.may(request.user, Permission.RAISE_CONCERN, at=organisation):
        raise Http404
    level = _level(request, found, organisation, voice)
    if not level:
        return redirect(f"{reverse('respond:register:about')}?{_query(request, organisation)}")
    sees_internal = viewer.may(request.user, Permission.VIEW_INTERNAL, at=organisation)
    form = RaiseForm(
        request.POST or None,
        level=level,
        organisation=organisation,
        sees_internal=sees_internal,
        has_cause=found is not None,
        has_voice=voice is not None,
        day=timezone.localdate(),
        initial=_initial(found, organisation, request)
        | from_voice.initial(voice)
        | from_return.initial(request),
    )
    if request.method == "POST" and form.is_valid():
        concern = _raised(request, form, level, organisation, found, sees_internal, voice)
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
            "voice": voice,
            "is_heard": isinstance(found, heard.FoundPoint),
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


def _organisation(request: SignedInRequest, found: Cause | None) -> Organisation | None:
    if code := request.GET.get("organisation"):
        places = Organisation.objects.filter(request.user.patch(Permission.RAISE_CONCERN).q())
        return get_object_or_404(places.select_related("provider", "icb"), code=code)
    return found.organisation if found else None


def _initial(
    found: Cause | None, organisation: Organisation, request: SignedInRequest
) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "next_review_date": timezone.localdate() + FIRST_REVIEW,
        "share": "no",
    }
    if viewer.may(request.user, Permission.MANAGE_CONCERN, at=organisation):
        initial["owner"] = request.user.pk
    return initial | (found.first_words() if found else {})


def levels_at(organisation: Organisation) -> tuple[str, ...]:
    """Where a concern at that organisation can sit: not in an environment when there is none."""
    levels = rules.levels_for(organisation.kind)
    if organisation.environments.filter(closed_date=None).exists():
        return levels
    return tuple(level for level in levels if level != Concern.Level.ENVIRONMENT)


def _level(
    request: HttpRequest, found: Cause | None, organisation: Organisation, voice: Voice | None
) -> str:
    """The level chosen, the one the result says, or the only one; "" when it must be asked."""
    levels = levels_at(organisation)
    chosen = request.GET.get("about", "")
    if chosen in levels:
        return chosen
    if voice is not None and voice.environment and Concern.Level.ENVIRONMENT in levels:
        return Concern.Level.ENVIRONMENT.value
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
    found: Cause | None,
    sees_internal: bool,
    voice: Voice | None,
) -> Concern | None:
    given = dict(form.cleaned_data)
    answer = given.pop("answer_to_person", "")
    text = given.pop("evidence_text")
    evidence = [found.as_evidence()] if found else []
    if text:
        evidence.append(actions.NewEvidence(text=text))
    given["share"] = not sees_internal or given["share"] == "yes"
    given["internal_summary"] = given.get("internal_summary", "")
    concern: dict[str, Any] = {"environment": None, "programme": None, **given}
    concern |= {"level": level, "organisation": organisation, "evidence": evidence}
    concern |= {"by": request.user, "at": timezone.now()}
    try:
        if voice is not None:
            return actions.take_up_voice(voice=voice, answer=answer, **concern)
        return actions.raise_concern(**concern)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
