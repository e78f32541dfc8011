"""One section, for somebody with a link and no account. Nothing expires while they write."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import PUBLIC, allow
from sightline.assess.returns.answering import actions, prefill, rules
from sightline.assess.returns.answering.models import SectionWork
from sightline.assess.returns.answering.pages import section_form
from sightline.assess.returns.answering.pages.section_form import Part
from sightline.assess.returns.contributors import rules as contributing
from sightline.assess.returns.contributors.models import Contributor
from sightline.assess.returns.journeys.reading import Section
from sightline.base.refusal import Refusal
from sightline.listen.invitations import links


@allow(PUBLIC)
def contribute(request: HttpRequest, token: str) -> HttpResponse:
    link = (
        Contributor.objects.with_link(links.hash_of(token))
        .select_related("self_assessment__campaign", "self_assessment__organisation", "invited_by")
        .first()
    )
    if link is None:
        said = "Check that the whole link was copied, or ask the person who invited you."
        return _over(request, "This link is not known", said, 404)
    found = link.self_assessment
    asked = found.journey.section(link.section)
    try:
        contributing.refuse_if_over(
            timezone.localdate(),
            last=link.last_date,
            is_ended=link.ended_at is not None,
            is_signed=found.is_locked,
            because=link.ended_because,
        )
    except contributing.LinkIsOver as refusal:
        return _over(request, "This link has ended", str(refusal), 410, request.POST)
    if asked is None:
        said = "This section is not asked any more. Tell the person who invited you."
        return _over(request, "This link has ended", said, 410)
    if request.method == "POST":
        return _post(request, token, link, asked)
    return _page(request, link, asked, _parts(link, asked, None))


def _post(request: HttpRequest, token: str, link: Contributor, asked: Section) -> HttpResponse:
    shown = _parts(link, asked, request.POST)
    version = request.POST.get("version", "")
    wrong = [part for part in shown if not part.form.is_valid()]
    if wrong:
        return _page(request, link, asked, shown, version)
    at = timezone.now()
    try:
        work = actions.save_section(
            self_assessment=link.self_assessment,
            section=asked.code,
            given={part.question.code: part.form.given() for part in shown},
            seen_version=section_form.seen_version(request.POST),
            opened=section_form.opened_at(request.POST.get("opened", "")),
            contributor=link,
            by=None,
            at=at,
        )
        if said := request.POST.get("comment", "").replace("\x00", "").strip():
            actions.comment(
                self_assessment=link.self_assessment, section=asked.code, text=said[:2000],
                contributor=link, by=None, at=at,
            )  # fmt: skip
        if request.POST.get("do") == "hand_in":
            actions.hand_in(contributor=link, seen_version=work.version, by=None, at=at)
            messages.success(request, f"Handed in. {link.invited_by.name} can look at it now.")
        else:
            messages.success(request, "Saved. You can come back with the same link.")
    except rules.SectionChanged as refusal:
        section_form.beside_theirs(link.self_assessment, shown)
        return _page(request, link, asked, shown, str(refusal.version), refusal)
    except rules.NotFinished as refusal:
        section_form.say_what_is_missing(shown, refusal.errors)
        return _page(request, link, asked, shown, str(work.version), saved=True)
    except Refusal as refusal:
        return _page(request, link, asked, shown, version, refusal)
    return redirect("assess:returns:contribute", token=token)


def _parts(link: Contributor, asked: Section, data: Any) -> list[Part]:
    found = link.self_assessment
    shown = section_form.parts(found, asked, data=data, last=prefill.last_answers(found))
    # No more than whoever asks for their help may see: they could tell them as well.
    return section_form.with_what_is_known(found, asked, shown, seen_by=link.invited_by)


def _page(
    request: HttpRequest,
    link: Contributor,
    asked: Section,
    shown: list[Part],
    version: str = "",
    refusal: Refusal | None = None,
    *,
    saved: bool = False,
) -> HttpResponse:
    found = link.self_assessment
    work = SectionWork.objects.filter(self_assessment=found, section=asked.code).first()
    return render(
        request,
        "assess/returns/contributors/pages/contribute.jinja",
        {
            "link": link,
            "found": found,
            "asked": asked,
            "parts": shown,
            "forms": [part.form for part in shown],
            "work": work,
            "version": version or (work.version if work else 0),
            "opened": section_form.opened_now(timezone.now()),
            "refusal": refusal,
            "notes": found.notes.filter(section=asked.code),
            "comment": "" if saved else request.POST.get("comment", ""),
        },
    )


def _over(
    request: HttpRequest, title: str, said: str, status: int, written: Any = None
) -> HttpResponse:
    """The link is of no use; what they were just writing is on the page, to be copied."""
    texts = [
        text
        for name, text in (written or {}).items()
        if name.endswith(("-reason", "-improvement", "comment")) and text.strip()
    ]
    return render(
        request,
        "assess/returns/contributors/pages/over.jinja",
        {"title": title, "said": said, "texts": texts},
        status=status,
    )
