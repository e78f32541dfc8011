"""What every answer of the service carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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


class RefusalsAreSentences:
    """A refusal that no form took up is still a sentence for the person, not a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotPermitted):
            return errors.page(request, 403, "You cannot do this", str(exception))
        if isinstance(exception, Refusal):
            return errors.page(request, 409, "This cannot be done now", str(exception))
        return None
