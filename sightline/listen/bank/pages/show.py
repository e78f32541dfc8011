"""One question of the bank: its words, their history and where it is asked."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.bank import queries, words
from sightline.listen.bank.models import BankItem
from sightline.listen.questionnaires.asking import asking
from sightline.people.request import SignedInRequest
from sightline.results.models import Measure
from sightline.standards.models import FrameworkVersion
from sightline.trail import record


@allow(Permission.MANAGE_QUESTIONNAIRES)
def show(request: SignedInRequest, code: str) -> HttpResponse:
    item = get_object_or_404(
        BankItem.objects.visible_to(request.user).select_related("theme", "scale"), code=code
    )
    version = FrameworkVersion.in_force_on(timezone.localdate())
    return render(
        request,
        "listen/bank/pages/show.jinja",
        {
            "item": item,
            "history": queries.history(item),
            "standards": item.standards.filter(version=version),
            "branch": words.BRANCHES.get(item.branch, "Everybody"),
            "tongues": [one for one in words.TONGUES if one.code != words.FIRST],
            "asking": asking(code),
            "surveys": list(
                Measure.objects.filter(code=code)
                .order_by("survey")
                .values_list("survey", flat=True)
            ),
            "trail": record.lines_about(item, internal=True, limit=30),
        },
    )
