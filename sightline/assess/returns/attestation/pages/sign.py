"""One page to read before signing, and the signing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns import queries
from sightline.assess.returns.answering import prefill
from sightline.assess.returns.attestation import actions, content, rules
from sightline.assess.returns.models import Return
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.people.pages.second_factor import code_field
from sightline.people.request import SignedInRequest
from sightline.people.resets import queries as resets
from sightline.people.resets.rules import why_not_yet
from sightline.people.second_factor import actions as second_factor
from sightline.people.second_factor import queries as has_second_factor


class SignForm(Form):
    agrees = forms.BooleanField()
    code = code_field()

    def __init__(self, *args: Any, statement: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agrees"].label = statement
        self.fields["agrees"].error_messages["required"] = "Tick the statement to sign"


@allow(Permission.SIGN_RETURN)
def sign(request: SignedInRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.signed_by(request.user).select_related(
            "campaign", "organisation", "current"
        ),
        reference=reference,
    )
    statement = actions.STATEMENT.format(name=found.organisation.name)
    form = SignForm(request.POST or None, statement=statement)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            if waiting := queries.open_sections(found):
                # Before a code is used up for nothing.
                raise rules.CannotSign(
                    "It cannot be signed while a section is open. Not finished: "
                    f"{', '.join(waiting)}."
                )
            if again := resets.signs_from(request.user, at):
                raise rules.CannotSign(why_not_yet(timezone.localtime(again)))
            confirmed = second_factor.confirm(
                code=form.cleaned_data["code"], by=request.user, at=at
            )
            actions.sign(self_assessment=found, confirmed=confirmed, by=request.user, at=at)
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, "It is signed. The regional quality team can now read it.")
            return redirect("assess:returns:show", reference=reference)
    again = resets.signs_from(request.user, timezone.now())
    now = content.of_return(found)
    last = found.current or prefill.last_signature(found)
    if last is not None and last.content["framework"] != now["framework"]:
        # Questions of another version of the framework are other questions.
        last = None
    return render(
        request,
        "assess/returns/attestation/pages/sign.jinja",
        {
            "found": found,
            "form": form,
            "statement": statement,
            "not_yet": why_not_yet(timezone.localtime(again)) if again else "",
            "is_set_up": has_second_factor.is_set_up(request.user),
            "waiting": queries.open_sections(found),
            "content": now,
            "label_of": rules.label_of,
            "last": last,
            "changes": rules.differences(last.content, now) if last else [],
            "weak": rules.weak(now),
            "bare": rules.without_evidence(now),
            "disagreements": rules.disagreements(now, content.low_results(found.organisation, now)),
        },
    )
