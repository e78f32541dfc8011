"""What somebody of a place sees with a link and no account: standards, questions, documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import PUBLIC, allow
from sightline.assess.applicable import queries as applicable
from sightline.assess.evidence import files
from sightline.assess.pages.fields import line, prose, standards_of
from sightline.assess.returns import queries as returns
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.govern.approvals.conditions import actions as conditions
from sightline.govern.approvals.documents import actions as documents
from sightline.govern.approvals.documents.models import ApprovalDocument
from sightline.govern.approvals.joining import actions, queries
from sightline.govern.approvals.joining.models import PlaceContact
from sightline.govern.approvals.pages.found import done
from sightline.govern.approvals.words import ConditionState
from sightline.listen.forums.pages.fields import Chosen
from sightline.standards.models import Standard


class DocumentForm(Form):
    title = line("What is it?", 160)
    file = forms.FileField(label="File", help_text=files.TAKEN)

    prefix = "document"


class ProofForm(Form):
    condition = forms.ChoiceField(label="Which condition?")
    text = prose("How is it met?", rows=3)

    prefix = "proof"

    def __init__(self, *args: Any, waiting: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["condition"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.text[:90]) for one in waiting
        ]


class WithdrawForm(Form):
    document = Chosen(
        label="Which document?",
        queryset=ApprovalDocument.objects.none(),
        empty_label="Choose a document",
    )
    reason = prose(
        "Why is it withdrawn?", rows=2, help_text="Those who see the approval read it. Name nobody."
    )

    prefix = "withdraw"

    def __init__(self, *args: Any, sent: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields
        asked["document"].queryset = sent


@dataclass(frozen=True)
class Domain:
    title: str
    standards: list[Standard]


@allow(PUBLIC)
def place(request: HttpRequest, token: str) -> HttpResponse:
    contact = queries.contact_of(token)
    if contact is None:
        said = "Check that the whole link was copied, or ask the person who invited you."
        return _over(request, "This link is not known", said, 404)
    if over := queries.why_over(contact, timezone.localdate()):
        return _over(request, "This link has ended", over, 410)
    waiting = list(
        contact.approval.conditions.filter(state__in=[ConditionState.OPEN, ConditionState.NOT_MET])
    )
    doing = request.POST.get("do", "")
    if doing == "section":
        return _open(request, contact, token)
    adding = DocumentForm(
        request.POST if doing == "document" else None,
        request.FILES if doing == "document" else None,
    )
    proving = ProofForm(request.POST if doing == "proof" else None, waiting=waiting)
    withdrawing = WithdrawForm(
        request.POST if doing == "withdraw" else None, sent=contact.documents.standing()
    )
    form: Form = {"proof": proving, "withdraw": withdrawing}.get(doing, adding)
    if form.is_bound and form.is_valid() and _kept(contact, form, doing) is not None:
        said = "It is withdrawn." if doing == "withdraw" else "Thank you. It is sent."
        messages.success(request, said)
        return redirect("govern:approvals:place", token=token)
    return _page(
        request,
        contact,
        {"waiting": waiting, "adding": adding, "proving": proving, "forms": [form]}
        | ({"withdrawing": withdrawing} if contact.documents.standing().exists() else {}),
    )


def _kept(contact: PlaceContact, form: Form, doing: str) -> Any:
    given, at = form.cleaned_data, timezone.now()
    if doing == "proof":
        condition = get_object_or_404(contact.approval.conditions, pk=given["condition"])
        return done(
            form,
            lambda: conditions.prove(
                condition=condition, text=given["text"], contact=contact, by=None, at=at
            ),
        )
    if doing == "withdraw":
        return done(
            form,
            lambda: documents.withdraw(
                document=given["document"], reason=given["reason"], contact=contact, by=None, at=at
            ),
        )
    return done(
        form,
        lambda: documents.add(
            approval=contact.approval,
            title=given["title"],
            file=given["file"],
            file_name=given["file"].name,
            contact=contact,
            by=None,
            at=at,
        ),
    )


def _page(request: HttpRequest, contact: PlaceContact, context: dict[str, Any]) -> HttpResponse:
    approval = contact.approval
    asked = queries.assessment_of(approval)
    return render(
        request,
        "govern/approvals/pages/place.jinja",
        {
            "contact": contact,
            "found": approval,
            "sections": returns.sections_of(asked) if asked else [],
            "is_signed": asked is not None and asked.is_locked,
            "domains": _standards(approval.place),
            # With this link, or with one that the same person had before.
            "documents": approval.documents.filter(
                contact__email=contact.email, contact__name=contact.name
            ).select_related("withdrawal"),
        }
        | context,
    )


def _standards(where: Any) -> list[Domain]:
    """The standards that apply in the place, by domain."""
    not_here = applicable.of_place(where).not_here
    found: dict[str, list[Standard]] = {}
    for one in standards_of(timezone.localdate()):
        if one.number not in not_here:
            found.setdefault(str(one.domain), []).append(one)
    return [Domain(title, standards) for title, standards in found.items()]


def _open(request: HttpRequest, contact: PlaceContact, token: str) -> HttpResponse:
    try:
        section = actions.open_section(
            contact=contact, section=request.POST.get("section", ""), by=None, at=timezone.now()
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("govern:approvals:place", token=token)
    return redirect("assess:returns:contribute", token=section)


def _over(request: HttpRequest, title: str, said: str, status: int) -> HttpResponse:
    return render(
        request, "govern/approvals/pages/over.jinja", {"title": title, "said": said}, status=status
    )
