"""Education providers, and loading a register of them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.filters import Filters, Order, Search
from sightline.design.forms import Form
from sightline.design.show import pluralise
from sightline.listen.outside import actions
from sightline.listen.outside.models import EducationProvider
from sightline.people.request import SignedInRequest

FILTERS = Filters(
    (
        Search(
            "q",
            "Name or UKPRN",
            narrow=lambda rows, text: rows.filter(Q(name__icontains=text) | Q(ukprn=text)),
        ),
    ),
    orders=(Order("name", "By name", ("name", "pk")),),
)


class RegisterForm(Form):
    file = forms.FileField(
        label="Register of education providers",
        help_text="CSV or XLSX with columns for the UKPRN and the name; other names in a column "
        "“aliases”, divided by vertical bars.",
        allow_empty_file=True,
    )


@allow(Permission.VIEW_ORGANISATIONS)
def schools(request: SignedInRequest) -> HttpResponse:
    may_load = request.user.can(Permission.IMPORT_SURVEY)
    form = RegisterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and may_load and form.is_valid():
        try:
            loaded = actions.load_register(
                file=form.cleaned_data["file"], by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            added = pluralise(loaded.added, "education provider was", "education providers were")
            rest = f"{loaded.changed:,} changed, {loaded.same:,} as before, "
            messages.success(request, f"{added} added; {rest}{loaded.left_out:,} without UKPRN.")
            return redirect("listen:outside:schools")
    chosen = FILTERS.read(request)
    return render(
        request,
        "listen/outside/pages/schools.jinja",
        {
            "chosen": chosen,
            "page": chosen.page(chosen.narrow(EducationProvider.objects.all())),
            "form": form if may_load else None,
            "may_read": request.user.can(Permission.VIEW_RESULTS),
        },
    )
