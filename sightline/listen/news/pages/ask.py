from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import PUBLIC, allow
from sightline.design.forms import Form
from sightline.listen.news import actions
from sightline.organisations.models import Organisation, Programme


class AskForm(Form):
    address = forms.EmailField(label="E-mail address", max_length=254)


@allow(PUBLIC)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Leave an address to hear when there is news about a provider (``?programme=``)."""
    provider = get_object_or_404(Organisation.objects.providers(), code=code)
    asked = request.GET.get("programme", "")
    programme = get_object_or_404(Programme, code=asked) if asked else None
    form = AskForm(request.POST or None)
    is_done = request.method == "POST" and form.is_valid()
    if is_done:
        actions.ask(
            organisation=provider,
            programme=programme,
            address=form.cleaned_data["address"],
            by=None,
            at=timezone.now(),
        )
    return render(
        request,
        "listen/news/pages/ask.jinja",
        {"provider": provider, "programme": programme, "form": form, "is_done": is_done},
    )
