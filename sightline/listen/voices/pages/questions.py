"""The questions, one page at a time, carried in the page itself until they are sent."""

from __future__ import annotations

import secrets
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import PUBLIC, allow
from sightline.base.refusal import Refusal
from sightline.listen.voices import actions
from sightline.listen.voices.guardians import queries as guardians
from sightline.listen.voices.pages import asking
from sightline.listen.voices.pages.asking import BY_NAME, STEPS, Answers, Asked, Step
from sightline.listen.voices.pages.said import said_from, shown

CHECK = "check"
_SALT = "listen.voices.form"
#: A form left open over a night still counts as the same one.
_SECONDS = 36 * 60 * 60
_LONGEST_CARRIED = 20_000  # characters of one answer; the forms say the limits in words


@allow(PUBLIC)
def questions(request: HttpRequest) -> HttpResponse:
    """GET asks the first question; every POST carries all answers so far."""
    answers = _carried(request)
    form_secret = _secret(request.POST.get("form", ""))
    if request.method != "POST":
        return _ask(request, STEPS[0], answers, form_secret)
    go = request.POST.get("go", "next")
    step = BY_NAME.get(request.POST.get("step", ""))
    if go.startswith("change:") and go[7:] in BY_NAME:
        return _ask(request, BY_NAME[go[7:]], answers, form_secret)
    if go == "back":
        return _ask(request, _before(step, answers), answers, form_secret)
    if step is not None:
        form = step.form(request.POST, answers=answers)
        if not form.is_valid():
            return _ask(request, step, answers, form_secret, form)
    given, wrong = _all_given(answers)
    if step is not None and request.POST.get("checked") != "1":
        following = _after(step, answers)
        if following is not None:
            return _ask(request, following, answers, form_secret)
    if wrong is not None:
        return _ask(request, wrong[0], answers, form_secret, wrong[1])
    if go == "send" and step is None:
        return _send(request, given, answers, form_secret)
    return _check(request, answers, form_secret)


def _carried(request: HttpRequest) -> dict[str, str]:
    """What was answered so far: only boxes that are asked somewhere."""
    return {
        name: request.POST[name].replace("\x00", "")[:_LONGEST_CARRIED]
        for step in STEPS
        for name in step.inputs
        if name in request.POST
    }


def _secret(signed: str) -> str:
    """The form's secret; a new one when there is none of ours. Nothing is lost with an old one."""
    try:
        found: str = signing.loads(signed[:300], salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        found = secrets.token_hex(32)
    return found


def _asked(answers: Answers) -> list[Step]:
    return [step for step in STEPS if step.asked(answers)]


def _after(step: Step, answers: Answers) -> Step | None:
    following = STEPS[STEPS.index(step) + 1 :]
    return next((one for one in following if one.asked(answers)), None)


def _before(step: Step | None, answers: Answers) -> Step:
    earlier = STEPS if step is None else STEPS[: STEPS.index(step)]
    return next((one for one in reversed(earlier) if one.asked(answers)), STEPS[0])


def _all_given(
    answers: dict[str, str],
) -> tuple[dict[str, Any], tuple[Step, Asked] | None]:
    """Every answer cleaned, and the first page that is not answered, as it says so."""
    given: dict[str, Any] = {}
    for step in _asked(answers):
        form = step.form(answers, answers=answers)
        if not form.is_valid():
            return given, (step, form)
        given |= form.cleaned_data
    return given, None


def _ask(
    request: HttpRequest,
    step: Step,
    answers: dict[str, str],
    form_secret: str,
    form: Asked | None = None,
) -> HttpResponse:
    if form is None:
        form = step.form(answers, answers=answers)
        form.stand_silent()
    here = set(step.inputs)
    return render(
        request,
        "listen/voices/pages/questions.jinja",
        {
            "step": step,
            "form": form,
            "is_first": step is STEPS[0],
            "carried": {name: text for name, text in answers.items() if name not in here},
            "form_secret": signing.dumps(form_secret, salt=_SALT),
            "checked": request.POST.get("checked") == "1"
            or request.POST.get("go", "").startswith("change:"),
            "is_bare": True,
        },
    )


def _check(
    request: HttpRequest, answers: dict[str, str], form_secret: str, refused: str = ""
) -> HttpResponse:
    organisation = asking.chosen_organisation(answers)
    return render(
        request,
        "listen/voices/pages/check.jinja",
        {
            "rows": [(step, shown(step, answers)) for step in _asked(answers)],
            "carried": answers,
            "form_secret": signing.dumps(form_secret, salt=_SALT),
            "refused": refused,
            "guardian": guardians.for_place(organisation),
            "is_bare": True,
        },
    )


def _send(
    request: HttpRequest, given: dict[str, Any], answers: dict[str, str], form_secret: str
) -> HttpResponse:
    try:
        receipt = actions.raise_voice(
            form=form_secret, said=said_from(given, answers), by=None, at=timezone.now()
        )
    except Refusal as refusal:
        return _check(request, answers, form_secret, str(refusal))
    return render(
        request,
        "listen/voices/pages/receipt.jinja",
        {
            "receipt": receipt,
            "voice": receipt.voice,
            "guardian": guardians.for_place(receipt.voice.organisation),
            "waits": receipt.voice.begins_on > timezone.localdate(),
            "is_bare": True,
        },
    )
