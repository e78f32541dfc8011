"""What every answer of the service carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


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
