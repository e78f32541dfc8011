"""What people read when something went wrong: handlers that the URL configuration names.

    handler400 = "sightline.design.errors.bad_request"       and so on; CSRF_FAILURE_VIEW =
    "sightline.design.errors.form_too_old"; ACCOUNT rate limits answer with `too_many`.

A page for 500 asks the database nothing, so that it can be shown when it cannot be reached.
"""

import logging
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from markupsafe import Markup

TEMPLATE = "design/error.jinja"
_log = logging.getLogger(__name__)
# The last resort needs no template, no stylesheet and no address of another page.
_PLAIN = Markup(
    '<!DOCTYPE html><html lang="en-GB"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title><h1>{title}</h1>{sentences}</html>"
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        400,
        "We could not read that request",
        "The link or the form was not complete. Go back and try again.",
    )


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        403,
        "You cannot do this",
        "Your role does not include it. If you need it for your work, ask the person who gives "
        "roles in your organisation.",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        404,
        "Page not found",
        "The address may be wrong, or the page may be about a place that your role does not cover.",
        "If you typed the address, check it. If you followed a link, tell the person who sent it.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        500,
        "There is a problem with the service",
        "Nothing that you saved before is lost. What you sent just now was not saved.",
        "Try again in a few minutes.",
    )


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For ``CSRF_FAILURE_VIEW``. A view that keeps what was written says so itself.

    Its ``when_too_old`` takes what the view takes and gives an answer, or None for this page.
    """
    found = request.resolver_match
    again = getattr(found.func, "when_too_old", None) if found else None
    if found and again and (answer := again(request, *found.args, **found.kwargs)) is not None:
        kept: HttpResponse = answer
        return kept
    return page(
        request,
        403,
        "This form is too old to send",
        "You may have signed out, or signed in again in another window. What you sent was not "
        "saved.",
        "Go back, open the page again and send the form once more.",
    )


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        429,
        "Too many tries",
        "To keep accounts safe we stop after several tries in a short time.",
        "Wait 5 minutes, then try again.",
    )


def came_from(request: HttpRequest) -> str:
    """The page of this service that led here, or "": never an address elsewhere, or this one."""
    found = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(
        found, {request.get_host()}, require_https=request.is_secure()
    )
    if not ours or (request.method == "GET" and found == request.build_absolute_uri()):
        return ""
    parts = urlsplit(found)
    # Two slashes at the start would name another host.
    return f"/{parts.path.lstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def page(
    request: HttpRequest, status: int, title: str, *sentences: str, back: str = ""
) -> HttpResponse:
    """An error page in the usual frame; from 500 on, or if that fails, without asking anything.

    ``back`` is the page that led here, to go back to.
    """
    context: dict[str, Any] = {
        "title": title, "section": "", "sentences": sentences, "back_to": back,
    }  # fmt: skip
    if status < 500:
        try:
            return render(request, TEMPLATE, context, status=status, using="jinja2")
        except Exception:
            _log.exception("The error page could not be drawn in the usual frame.")
    context |= {
        "service_name": settings.SERVICE_NAME,
        "show_nhs_logo": settings.SHOW_NHS_LOGO,
        "is_bare": True,
    }
    try:
        # Without the request: the context processors would ask the database.
        text: str = loader.render_to_string(TEMPLATE, context, using="jinja2")
    except Exception:
        _log.exception("The error page could not be drawn at all.")
        said = Markup().join(Markup("<p>{}</p>").format(sentence) for sentence in sentences)
        text = _PLAIN.format(title=title, sentences=said)
    return HttpResponse(text, status=status)
