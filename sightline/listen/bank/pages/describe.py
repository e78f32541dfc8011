"""What is said about a question: standards, whether it is sensitive, whether it is retired."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.bank import actions
from sightline.listen.bank.models import BankItem
from sightline.listen.bank.pages.fields import DescribedForm
from sightline.people.request import SignedInRequest


class DescriptionForm(DescribedForm):
    is_retired = forms.BooleanField(
        label="Retired: not offered for new questionnaires", required=False
    )


@allow(Permission.MANAGE_QUESTIONNAIRES)
def describe(request: SignedInRequest, code: str) -> HttpResponse:
    item = get_object_or_404(BankItem.objects.visible_to(request.user), code=code)
    form = DescriptionForm(
        request.POST or None,
        initial={
            "is_sensitive": item.is_sensitive,
            "is_retired": item.is_retired,
            "standards": list(item.standards.values_list("pk", flat=True)),
        },
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        earlier = item.standards.exclude(pk__in=form.fields["standards"].queryset)  # type: ignore[attr-defined]
        actions.describe(
            item=item,
            # What it bears on in other versions of the framework stays.
            standards=[*given["standards"], *earlier],
            is_sensitive=given["is_sensitive"],
            is_retired=given["is_retired"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "Stored.")
        return redirect("listen:bank:show", code=code)
    return render(request, "listen/bank/pages/describe.jinja", {"form": form, "item": item})
