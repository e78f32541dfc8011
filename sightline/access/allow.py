"""Every view says who may open it; a house test fails a route that does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from sightline.access.permissions import Permission

View = Callable[..., HttpResponseBase]
#: What ``allow`` takes beside a permission.
PUBLIC = "anybody"
SIGNED_IN = "anybody signed in"


def allow(permission: Permission | str) -> Callable[[View], View]:
    """Open the view to those who have the permission somewhere; to everybody else it is a 404.

    Which records they see there is decided by ``visible_to`` of the queryset. Whoever is not
    signed in is asked to sign in.
    """
    if not isinstance(permission, Permission) and permission not in (PUBLIC, SIGNED_IN):
        raise ValueError(f"Not a permission: {permission!r}")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if permission != PUBLIC:
                user: Any = request.user
                if not user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                if isinstance(permission, Permission) and not user.can(permission):
                    raise Http404
            return view(request, *args, **kwargs)

        guarded.sightline_permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
