"""How the feed answers: rows and refusals as OData's JSON, and who may ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from sightline.access.allow import SIGNED_IN
from sightline.api.odata import signing_in
from sightline.api.odata.refusals import Forbidden, NotSignedIn, OnlyReading, Refused
from sightline.base.refusal import NotPermitted, Refusal

VERSION = "4.0"
JSON = "application/json;odata.metadata=minimal;odata.streaming=false;charset=utf-8"
View = Callable[..., HttpResponseBase]


def keyed(view: Callable[..., HttpResponseBase]) -> View:
    """A page of the feed: read only, by a person's key, refusals in OData's own form.

    The view gets the person after the request. A session of a browser counts for nothing here, so
    no other site can make a browser read.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if request.method not in ("GET", "HEAD"):
                raise OnlyReading("This feed is for reading. Ask with GET.")
            _speaks_our_version(request)
            person = signing_in.person_of(request, timezone.now())
            return view(request, person, *args, **kwargs)
        except NotPermitted as refusal:
            return refused(Forbidden(str(refusal)))
        except Refused as refusal:
            return refused(refusal)
        except Refusal as refusal:
            # Such as a round whose files are being made.
            return refused(Refused(str(refusal)))

    guarded.sightline_permission = SIGNED_IN  # type: ignore[attr-defined]
    return guarded


def _speaks_our_version(request: HttpRequest) -> None:
    most = request.headers.get("OData-MaxVersion", VERSION)
    if not most.startswith("4"):
        raise Refused(f"This feed speaks OData {VERSION}. Ask with OData-MaxVersion 4.0.")


def answer(content: object, *, content_type: str = JSON, status: int = 200) -> HttpResponse:
    made = HttpResponse(
        content
        if isinstance(content, (bytes, str))
        else json.dumps(content, ensure_ascii=False, allow_nan=False),
        content_type=content_type,
        status=status,
    )
    made["OData-Version"] = VERSION
    return made


def refused(refusal: Refused) -> HttpResponse:
    error: dict[str, Any] = {"code": refusal.code, "message": str(refusal)}
    if refusal.target:
        error["target"] = refusal.target
    made = answer({"error": error}, status=refusal.status)
    if isinstance(refusal, NotSignedIn):
        made["WWW-Authenticate"] = 'Basic realm="Sightline", charset="UTF-8"'
    if isinstance(refusal, OnlyReading):
        made["Allow"] = "GET, HEAD"
    return made
