"""What a view gets whose ``@allow`` lets only people in who have signed in."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from sightline.people.models import User


class SignedInRequest(HttpRequest):
    """For annotations only: ``request.user`` is one of our people."""

    if TYPE_CHECKING:
        user: User
