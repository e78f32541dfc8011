from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import PUBLIC, allow
from sightline.design.forms import Form
from sightline.listen.invitations import contact
from sightline.listen.invitations.models import Invitation
from sightline.listen.news import actions, messages
from sightline.organisations.models import Organisation, Programme


class AskForm(Form):
    address = forms.CharField(label="E-mail address or mobile number", max_length=254)

    def __init__(self, *args: Any, takes_texts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._takes_texts = takes_texts
        if not takes_texts:
            self.fields["address"].label = "E-mail address"

    def clean_address(self) -> str:
        """In its one form; ``channel`` is how it is reached."""
        try:
            self.channel, address = contact.read(self.cleaned_data["address"])
        except contact.NotAnAddress as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if self.channel != Invitation.Channel.EMAIL and not self._takes_texts:
            raise forms.ValidationError(
                "Text messages are not set up here. Enter an e-mail address, like name@example.com."
            )
        return address


@allow(PUBLIC)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Leave an address to hear when there is news about a provider (``?programme=``)."""
    provider = get_object_or_404(Organisation.objects.providers(), code=code)
    asked = request.GET.get("programme", "")
    programme = get_object_or_404(Programme, code=asked) if asked else None
    form = AskForm(request.POST or None, takes_texts=messages.takes_texts())
    is_done = request.method == "POST" and form.is_valid()
    if is_done:
        actions.ask(
            organisation=provider,
            programme=programme,
            address=form.cleaned_data["address"],
            channel=form.channel,
            by=None,
            at=timezone.now(),
        )
    return render(
        request,
        "listen/news/pages/ask.jinja",
        {"provider": provider, "programme": programme, "form": form, "is_done": is_done},
    )
