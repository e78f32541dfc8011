"""One section of a self-assessment. Every button saves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.answering import actions, keeping, prefill, rules
from sightline.assess.returns.answering.models import SectionWork
from sightline.assess.returns.answering.pages import section_form
from sightline.assess.returns.answering.pages.section_form import Part
from sightline.assess.returns.attestation.rules import label_of
from sightline.assess.returns.journeys.reading import Section
from sightline.assess.returns.models import Return
from sightline.assess.returns.words import OUTCOME_COLOURS
from sightline.base.refusal import Refusal
from sightline.organisations.models import Profession
from sightline.people.models import User
from sightline.people.request import SignedInRequest


@keeping.keeps_what_is_written
@allow(Permission.ANSWER_RETURN)
def section(request: SignedInRequest, reference: str, section: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.answered_by(request.user).select_related(
            "campaign", "organisation", "current__signed_by"
        ),
        reference=reference,
    )
    asked = found.journey.section(section)
    if asked is None:
        raise Http404
    if found.started_at is None:
        return redirect("assess:returns:begin", reference=reference)
    if request.method == "POST":
        return _post(request, found, asked)
    if found.is_locked:
        return _signed(request, found, asked)
    kept = keeping.taken_up(request)
    if kept is not None:
        messages.warning(request, keeping.SAID)
        return _page(
            request, found, asked, _parts(found, asked, kept, request.user), kept.get("version", "")
        )
    return _page(request, found, asked, _parts(found, asked, None, request.user))


def _signed(request: SignedInRequest, found: Return, asked: Section) -> HttpResponse:
    """What was signed of this section, to read: a form that cannot be saved only misleads."""
    signature = found.current
    assert signature is not None, "only a signed return is locked"  # noqa: S101
    mine = [one for one in signature.content["sections"] if one["code"] == asked.code]
    return render(
        request,
        "assess/returns/answering/pages/signed.jinja",
        {
            "found": found,
            "asked": asked,
            "signature": signature,
            "content": {"sections": mine},
            "label_of": label_of,
            "colours": OUTCOME_COLOURS,
            "professions": dict(Profession.objects.values_list("code", "name")),
            "notes": found.notes.filter(section=asked.code),
        },
    )


def _post(request: SignedInRequest, found: Return, asked: Section) -> HttpResponse:
    shown = _parts(found, asked, request.POST, request.user)
    # Each is asked, so that every fault is said at once.
    wrong = [part for part in shown if not part.form.is_valid()]
    if wrong:
        return _page(request, found, asked, shown, request.POST.get("version", ""))
    at = timezone.now()
    try:
        work = actions.save_section(
            self_assessment=found,
            section=asked.code,
            given={part.question.code: part.form.given() for part in shown},
            seen_version=section_form.seen_version(request.POST),
            opened=section_form.opened_at(request.POST.get("opened", "")),
            by=request.user,
            at=at,
        )
    except rules.SectionChanged as refusal:
        section_form.beside_theirs(found, shown)
        return _page(request, found, asked, shown, str(refusal.version), refusal)
    except Refusal as refusal:
        return _page(request, found, asked, shown, request.POST.get("version", ""), refusal)
    do = request.POST.get("do", "next")
    if do == "later":
        messages.success(request, "Saved. You can come back to it whenever you like.")
        return redirect("assess:returns:show", reference=found.reference)
    if do == "finish":
        try:
            actions.finish_section(
                self_assessment=found,
                section=asked.code,
                seen_version=work.version,
                by=request.user,
                at=at,
            )
        except rules.NotFinished as refusal:
            shown = _parts(found, asked, request.POST, request.user)
            for part in shown:
                part.form.is_valid()
            section_form.say_what_is_missing(shown, refusal.errors)
            return _page(request, found, asked, shown, str(work.version), saved=True)
        messages.success(request, f"“{asked.title}” is finished.")
    return redirect(*_after(found, asked))


def _after(found: Return, asked: Section) -> tuple[str, ...]:
    codes = [one.code for one in found.journey.sections]
    place = codes.index(asked.code) + 1
    if place < len(codes):
        return ("assess:returns:section", found.reference, codes[place])
    return ("assess:returns:show", found.reference)


def _parts(found: Return, asked: Section, data: QueryDict | None, seen_by: User) -> list[Part]:
    shown = section_form.parts(found, asked, data=data, last=prefill.last_answers(found))
    return section_form.with_what_is_known(found, asked, shown, seen_by=seen_by)


def _page(
    request: SignedInRequest,
    found: Return,
    asked: Section,
    shown: list[Part],
    version: str = "",
    refusal: Refusal | None = None,
    *,
    saved: bool = False,
) -> HttpResponse:
    work = SectionWork.objects.filter(self_assessment=found, section=asked.code).first()
    codes = [one.code for one in found.journey.sections]
    context: dict[str, Any] = {
        "found": found,
        "asked": asked,
        "parts": shown,
        "forms": [part.form for part in shown],
        "work": work,
        "version": version or (work.version if work else 0),
        "opened": section_form.opened_now(timezone.now()),
        "shown_to": keeping.shown_to(request.user.pk),
        "refusal": refusal,
        "saved": saved,
        "position": codes.index(asked.code) + 1,
        "count": len(codes),
        "notes": found.notes.filter(section=asked.code),
    }
    return render(request, "assess/returns/answering/pages/section.jinja", context)
