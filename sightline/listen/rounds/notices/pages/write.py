"""Write a privacy notice."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.rounds.notices import actions
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.people.request import SignedInRequest


class TextForm(Form):
    """The words of a notice."""

    title = forms.CharField(label="Title", max_length=120)
    purpose = forms.CharField(label="Why we ask", widget=forms.Textarea(attrs={"rows": 4}))
    lawful_basis = forms.CharField(
        label="Our lawful basis", widget=forms.Textarea(attrs={"rows": 4})
    )
    who_sees = forms.CharField(
        label="Who sees what people answer", widget=forms.Textarea(attrs={"rows": 4})
    )
    kept_for = forms.CharField(
        label="How long it is kept", widget=forms.Textarea(attrs={"rows": 4})
    )
    contact = forms.CharField(label="Who to ask", widget=forms.Textarea(attrs={"rows": 3}))

    @property
    def parts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in actions.PARTS}


class NewForm(TextForm):
    code = forms.SlugField(
        label="Code", max_length=40, help_text="Small letters and hyphens, such as “midwives”."
    )
    field_order = ["title", "code"]


@allow(Permission.RUN_ROUND)
def write(request: SignedInRequest) -> HttpResponse:
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            if PrivacyNotice.objects.filter(code=code).exists():
                raise actions.CannotWrite(f"There is a notice “{code}” already. Change that one.")
            notice = actions.write(
                code=code,
                title=form.cleaned_data["title"],
                parts=form.parts,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, "The notice is stored and can be chosen for rounds.")
            return redirect("listen:rounds:notices:read", notice.code, notice.version)
    return render(request, "listen/rounds/notices/pages/write.jinja", {"form": form})
