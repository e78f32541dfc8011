"""One condition: evidence that it is met, and whether the quality team finds it met."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.pages.fields import prose
from sightline.design.forms import Form, RadioChoiceField
from sightline.govern.approvals import queries as approvals
from sightline.govern.approvals import rules
from sightline.govern.approvals.conditions import actions
from sightline.govern.approvals.conditions.models import Condition
from sightline.govern.approvals.documents.models import ApprovalDocument
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.pages.found import approval_for, done
from sightline.govern.approvals.words import ConditionState, Said
from sightline.listen.forums.pages.fields import Chosen
from sightline.people.request import SignedInRequest


class ProveForm(Form):
    text = prose("How is it met?", rows=3)
    document = Chosen(
        label="Document that shows it",
        queryset=ApprovalDocument.objects.none(),
        empty_label="No document",
        required=False,
        help_text="Add it on the approval’s page first.",
    )

    def __init__(self, *args: Any, approval: Approval, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields
        asked["document"].queryset = approval.documents.standing()


class CheckForm(Form):
    said = RadioChoiceField(
        label="Is it met?",
        choices=[(Said.MET.value, "Met"), (Said.NOT_MET.value, "Not met: a panel has to decide")],
    )
    text = prose("How do you know?", rows=3)

    prefix = "check"


@allow(Permission.FIND_APPROVALS)
def condition(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    found = approval_for(request, reference)
    held = get_object_or_404(found.conditions.select_related("decision"), pk=pk)
    is_waiting = (
        held.state in (ConditionState.OPEN, ConditionState.NOT_MET)
        and found.state not in rules.FINAL
    )
    may_prove = is_waiting and approvals.may_write(found, request.user)
    may_check = is_waiting and found.may(request.user, Permission.DECIDE_APPROVAL)
    checks = "check-text" in request.POST
    proving = ProveForm(request.POST if request.POST and not checks else None, approval=found)
    checking = CheckForm(request.POST if checks else None)
    form: Form = checking if checks else proving
    if request.method == "POST":
        if not (may_check if checks else may_prove):
            raise Http404
        if form.is_valid() and _kept(request, held, form, checks) is not None:
            messages.success(request, "Written down.")
            return redirect("govern:approvals:condition", reference=reference, pk=pk)
    today = timezone.localdate()
    return render(
        request,
        "govern/approvals/pages/condition.jinja",
        {
            "found": found,
            "condition": held,
            "words": held.words.select_related("document__withdrawal"),
            "late_days": (today - held.due_date).days if is_waiting else 0,
            "grace": rules.GRACE_DAYS,
            "proving": proving if may_prove else None,
            "checking": checking if may_check else None,
            "forms": [form],
            "back_href": reverse("govern:approvals:show", args=[reference]),
        },
    )


def _kept(request: SignedInRequest, held: Condition, form: Form, checks: bool) -> Any:
    act: Any = actions.check if checks else actions.prove
    return done(
        form,
        lambda: act(condition=held, **form.cleaned_data, by=request.user, at=timezone.now()),
    )
