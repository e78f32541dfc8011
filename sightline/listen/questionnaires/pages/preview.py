"""A version as people will meet it, page by page, with skip logic. Nothing is stored.

What was answered so far travels in the page, signed; so this works in any tab, without JavaScript,
and leaves nothing behind.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.questionnaires import compiled as compiling
from sightline.listen.questionnaires import sentences
from sightline.listen.questionnaires.compiled import Compiled
from sightline.listen.questionnaires.pages.show import version_for
from sightline.listen.questionnaires.rendering import page_html
from sightline.people.request import SignedInRequest

_SALT = "listen.questionnaires.preview"


@dataclass(frozen=True)
class Said:
    """One answer at the end of the preview."""

    question: str
    answer: str


@allow(Permission.MANAGE_QUESTIONNAIRES)
def preview(request: SignedInRequest, code: str, number: int, page: int = 0) -> HttpResponse:
    version = version_for(request, code, number)
    compiled = compiling.of_version(version)
    if page > len(compiled.pages):
        raise Http404
    answers = _answers(request)
    language = compiled.language(
        request.POST.get("to_language") or request.POST.get("language", "")
    )
    errors: dict[str, str] = {}
    shown: int | None = page or compiled.next_page(0, answers)
    if request.method == "POST" and page:
        checked = compiled.check(page, request.POST, answers, language)
        answers = checked.answers
        if "back" in request.POST:
            shown = compiled.previous_page(page, answers) or page
        elif "to_language" not in request.POST:
            errors = checked.errors
            shown = page if errors else compiled.next_page(page, answers)
    context = {
        "version": version,
        "language": language,
        "languages": compiled.form.languages,
        "direction": _direction(compiled, language),
        "kept": signing.dumps(answers, salt=_SALT, compress=True),
        "say": lambda key: sentences.say(key, language),
        "page_number": shown,
        "count": len(compiled.pages),
    }
    if shown is None:
        context["said"] = _said(compiled, answers, language)
        return render(request, "listen/questionnaires/pages/preview_end.jinja", context)
    context |= {
        "questions": page_html(compiled, shown, language, answers, errors),
        "has_errors": bool(errors),
        "is_first": compiled.previous_page(shown, answers) is None,
    }
    return render(request, "listen/questionnaires/pages/preview.jinja", context)


def _answers(request: HttpRequest) -> dict[str, str]:
    """What was answered on earlier pages of this preview."""
    try:
        found: dict[str, str] = signing.loads(request.POST.get("kept", ""), salt=_SALT)
    except signing.BadSignature:
        return {}
    return found


def _direction(compiled: Compiled, language: str) -> str:
    is_right_to_left = any(
        one.right_to_left for one in compiled.form.languages if one.code == language
    )
    return "rtl" if is_right_to_left else "ltr"


def _said(compiled: Compiled, answers: dict[str, str], language: str) -> list[Said]:
    """What would be submitted, in words."""
    finished = compiled.finish(answers, language)
    return [
        Said(
            compiled.label(element, language) or element.path,
            compiled.in_words(element, finished.answers.get(element.path, ""), language),
        )
        for element in compiled.elements
        if element.path in finished.answers and element.starts is None
    ]
