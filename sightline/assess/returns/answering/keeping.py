"""What somebody wrote is not lost when their session ended before they saved.

The form says, signed, who it was shown to. When it comes without a session it is kept in a new one,
for whoever signs in next: shown again only if that is the same person. When they have signed in
again in another window meanwhile, it is shown to them again at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect

View = Callable[..., HttpResponseBase]
_SALT = "assess.returns.keeping"
_KEY = "assess.returns.kept"
#: Of a form; a session holds one at a time.
_LARGEST = 400_000
FIELD = "shown_to"
SAID = "Your session had ended. What you wrote is on this page and is not saved yet: save it now."


def shown_to(person: int) -> str:
    """What the form carries: who it was shown to."""
    return signing.dumps(person, salt=_SALT)


def keeps_what_is_written(view: View) -> View:
    """Around ``@allow``: a form that comes without a session is kept until they sign in."""

    @wraps(view)
    def around(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            whose = _whose(request.POST.get(FIELD, ""))
            if whose is not None:
                _keep(request, whose)
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    def too_old(request: HttpRequest, **kwargs: Any) -> HttpResponseBase | None:
        """They signed in again in another window: their words on a page that can be sent.

        Only of a form that was shown to this very person, so that no other site can fill it in.
        """
        whose = _whose(request.POST.get(FIELD, ""))
        if whose is None or whose != request.user.pk or not _keep(request, whose):
            return None
        return redirect(request.get_full_path())

    around.when_too_old = too_old  # type: ignore[attr-defined]
    return around


def taken_up(request: HttpRequest) -> QueryDict | None:
    """What this person wrote on this page before their session ended, once; else None."""
    kept = request.session.get(_KEY)
    if not kept:
        return None
    if kept["who"] != request.user.pk:
        # Somebody else signed in at this computer: it is not theirs to read.
        del request.session[_KEY]
        return None
    if kept["path"] != request.path:
        return None
    del request.session[_KEY]
    return QueryDict(kept["written"])


def _keep(request: HttpRequest, whose: int) -> bool:
    written = request.POST.urlencode()
    if len(written) > _LARGEST:
        return False
    request.session[_KEY] = {"who": whose, "path": request.path, "written": written}
    return True


def _whose(token: str) -> int | None:
    try:
        return int(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None
