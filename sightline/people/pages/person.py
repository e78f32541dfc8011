"""One person: their roles now and before, and who did what about them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.people.models import User
from sightline.people.request import SignedInRequest
from sightline.trail import record


@allow(Permission.MANAGE_PEOPLE)
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    given = list(found.given_roles.select_related("place"))
    return render(
        request,
        "people/pages/person.jinja",
        {
            "person": found,
            "held": [one for one in given if one.ended_date is None or one.ended_date > today],
            "ended": [one for one in given if one.ended_date and one.ended_date <= today],
            "keys": found.access_keys.filter(revoked_at=None),
            "now": timezone.now(),
            "lines": record.lines_about(found, internal=True),
        },
    )
