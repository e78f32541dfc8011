from types import SimpleNamespace
from typing import Any

import pytest
from django.http import Http404, HttpRequest, HttpResponse

from sightline.access.allow import PUBLIC, SIGNED_IN, allow
from sightline.access.permissions import Permission


def person(*permissions: Permission, signed_in: bool = True) -> Any:
    return SimpleNamespace(is_authenticated=signed_in, can=lambda asked: asked in permissions)


def ask(who: Any, permission: Permission | str) -> HttpResponse:
    request = HttpRequest()
    request.user = who
    request.path = "/somewhere/"

    @allow(permission)
    def view(request: HttpRequest, number: int) -> HttpResponse:
        """Drawn."""
        return HttpResponse(f"{number}")

    assert view.__doc__ == "Drawn."
    answer = view(request, number=7)
    assert isinstance(answer, HttpResponse)
    return answer


NOBODY = person(signed_in=False)


def test_a_public_page_is_for_everybody() -> None:
    assert ask(NOBODY, PUBLIC).content == b"7"


def test_whoever_has_not_signed_in_is_asked_to() -> None:
    for permission in (SIGNED_IN, Permission.VIEW_HOME):
        answer = ask(NOBODY, permission)
        assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/somewhere/")


def test_signing_in_alone_opens_what_needs_no_more() -> None:
    assert ask(person(), SIGNED_IN).content == b"7"


@pytest.mark.parametrize("permission", list(Permission))
def test_without_the_permission_the_page_does_not_exist(permission: Permission) -> None:
    others = [one for one in Permission if one is not permission]
    with pytest.raises(Http404):
        ask(person(*others), permission)
    assert ask(person(permission), permission).content == b"7"


@pytest.mark.parametrize(
    "typo", ["", "anyone", "anybody ", "public", "VIEW_HOME", Permission.VIEW_HOME.value, None]
)
def test_a_typo_is_refused_when_the_page_is_made(typo: Any) -> None:
    with pytest.raises(ValueError, match="Not a permission"):
        allow(typo)
