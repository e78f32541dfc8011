from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.forms import Form, RadioChoiceField
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.respond.register.models import Concern
from sightline.respond.register.pages.raise_ import flag_query, levels_at

_HINTS = {
    "environment": "A ward, theatre, surgery or other place where learning happens.",
    "organisation": "The whole provider or site.",
    "programme": "One programme of education or training.",
    "system": "Many providers together.",
}


class AboutForm(Form):
    about = RadioChoiceField(label="What is the concern about?", hints=_HINTS)

    def __init__(self, *args: object, levels: tuple[str, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        names = dict(Concern.Level.choices)
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            (level, names[Concern.Level(level)]) for level in levels
        ]


@allow(Permission.RAISE_CONCERN)
def about(request: SignedInRequest) -> HttpResponse:
    """Say at which of the four levels a new concern sits, so that only what fits is asked next."""
    places = Organisation.objects.filter(request.user.patch(Permission.RAISE_CONCERN).q())
    organisation = get_object_or_404(places, code=request.GET.get("organisation", ""))
    form = AboutForm(request.POST or None, levels=levels_at(organisation))
    if request.method == "POST" and form.is_valid():
        chosen = urlencode({"organisation": organisation.code, "about": form.cleaned_data["about"]})
        carried = flag_query(request)
        address = f"{reverse('respond:register:raise')}?{chosen}"
        return redirect(f"{address}&{carried}" if carried else address)
    return render(
        request,
        "respond/register/pages/about.jinja",
        {
            "organisation": organisation,
            "form": form,
            "where_href": f"{reverse('respond:register:where')}?{flag_query(request)}",
        },
    )
