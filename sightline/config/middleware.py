"""What every answer of the service carries, and what holds for every form that is sent."""

from collections.abc import Callable
from hashlib import sha256
from time import sleep

from django.contrib import messages
from django.core.cache import cache
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from sightline.base.refusal import NotPermitted, Refusal
from sightline.design import errors


class PrivateByDefault:
    """Pages are for one person: neither a shared cache nor the browser's history keeps them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        return response


class SentOnce:
    """The same form sent twice, by a double click or a reload, is recorded once.

    The hidden token is new each time a form is shown, so that the same words in the same token
    can only be the same form again. Files are left alone: an import knows its own file.
    """

    SECONDS = 600
    WAIT_SECONDS = 5.0
    STEP_SECONDS = 0.1

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = self._key(request)
        if not key:
            return self.get_response(request)
        if not cache.add(key, "", self.SECONDS):
            return self._again(request, key)
        where = ""
        try:
            response = self.get_response(request)
            where = response.get("Location", "")
        finally:
            # What was refused or went wrong may be sent again as it is.
            if where:
                cache.set(key, where, self.SECONDS)
            else:
                cache.delete(key)
        return response

    def _key(self, request: HttpRequest) -> str:
        if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
            return ""
        if not request.user.is_authenticated or "csrfmiddlewaretoken" not in request.POST:
            return ""
        sent = f"{request.user.pk} {request.get_full_path()} {request.POST.urlencode()}"
        return f"sent-once-{sha256(sent.encode()).hexdigest()}"

    def _again(self, request: HttpRequest, key: str) -> HttpResponse:
        waited = 0.0
        while cache.get(key) == "" and waited < self.WAIT_SECONDS:
            sleep(self.STEP_SECONDS)
            waited += self.STEP_SECONDS
        where = cache.get(key)
        if where is None:
            return self(request)
        messages.info(request, "You sent this twice. It was recorded once.")
        return HttpResponseRedirect(where or request.get_full_path())


class RefusalsAreSentences:
    """A refusal that no form took up is still a sentence for the person, not a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotPermitted):
            return errors.page(
                request, 403, "You cannot do this", str(exception), back=errors.came_from(request)
            )
        if isinstance(exception, Refusal):
            return errors.page(
                request,
                409,
                "This cannot be done now",
                str(exception),
                back=errors.came_from(request),
            )
        if isinstance(exception, (DataError, ValueError)) and "NUL (0x00)" in str(exception):
            # PostgreSQL stores no such character; nobody types one.
            return errors.bad_request(request, exception)
        return None
