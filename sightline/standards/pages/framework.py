"""The framework as it was on a day: its domains and numbered standards. Public."""

from datetime import date

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import PUBLIC, allow
from sightline.access.permissions import Permission
from sightline.design.forms import DateField, Form
from sightline.standards.models import Domain, FrameworkVersion, Standard
from sightline.standards.succession import queries as succession


class DayForm(Form):
    on = DateField(label="The day")


@allow(PUBLIC)
def framework(request: HttpRequest) -> HttpResponse:
    versions = list(FrameworkVersion.objects.order_by("-from_date"))
    asked = any(name.startswith("on_") for name in request.GET)
    form = DayForm(request.GET if asked else None, initial={"on": timezone.localdate()})
    day: date = timezone.localdate()
    if asked and form.is_valid():
        day = form.cleaned_data["on"]
    code = request.GET.get("version", "")
    if code:
        shown = next((version for version in versions if version.code == code), None)
        if shown is None:
            raise Http404
    else:
        shown = FrameworkVersion.in_force_on(day)
    domains: list[Domain] = []
    if shown is not None:
        standards = Standard.objects.order_by("position")
        domains = list(shown.domains.prefetch_related(Prefetch("standards", standards)))
    user = request.user
    return render(
        request,
        "standards/pages/framework.jinja",
        {
            "form": form,
            "day": day,
            "shown": shown,
            "before": succession.before(shown) if shown else None,
            "versions": versions,
            "domains": domains,
            "count": sum(len(domain.standards.all()) for domain in domains),
            "nothing_checked": not any(
                one.is_checked for domain in domains for one in domain.standards.all()
            ),
            "may_load": user.is_authenticated and user.can(Permission.MANAGE_STANDARDS),
        },
    )
