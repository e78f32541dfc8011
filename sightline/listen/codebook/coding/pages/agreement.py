"""Do coders agree? Per code, overall and per two people, with plain words."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.tables import Column, Kind, Table, Withheld
from sightline.listen.codebook.coding import agreeing, queries
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.pages.list import reach
from sightline.people.models import User
from sightline.people.request import SignedInRequest


@allow(Permission.CODE_COMMENTS)
def agreement(request: SignedInRequest) -> HttpResponseBase:
    pairs = queries.pairs()
    alpha = agreeing.overall(pairs)
    by_code = _by_code(agreeing.by_code(pairs))
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(by_code, wanted)
    return render(
        request,
        "listen/codebook/coding/pages/agreement.jinja",
        {
            "count": len(pairs),
            "least": agreeing.LEAST,
            "least_with_code": agreeing.LEAST_WITH_CODE,
            "alpha": alpha,
            "said": agreeing.words(alpha, enough=len(pairs) >= agreeing.LEAST),
            "too_few": agreeing.TOO_FEW,
            "by_code": by_code,
            "reach": reach,
            "by_coders": _by_coders(agreeing.by_coders(pairs)),
        },
    )


def _by_code(found: list[agreeing.OfCode]) -> Table:
    names = dict(Code.objects.values_list("pk", "name"))
    rows = []
    for one in found:
        few = one.said == agreeing.TOO_FEW
        numbers = (one.alpha.value, one.alpha.lower, one.alpha.upper)
        rows.append(
            [
                names[one.code],
                one.given,
                Withheld(agreeing.TOO_FEW) if few else 100 * one.same,
                *(Withheld(agreeing.TOO_FEW) if few else number for number in numbers),
                one.said,
            ]
        )
    return Table(
        caption="Agreement by code",
        columns=(
            Column("Code"),
            Column("Comments with it", Kind.NUMBER),
            Column("Same answer", Kind.PERCENT, 0),
            Column("Alpha", Kind.NUMBER, 2),
            Column("95% interval, low", Kind.NUMBER, 2),
            Column("95% interval, high", Kind.NUMBER, 2),
            Column("What it means"),
        ),
        rows=rows,
        made_up=holds_made_up_data(),
    )


def _by_coders(found: list[agreeing.OfCoders]) -> Table:
    wanted = {coder for one in found for coder in one.coders}
    names = dict(User.objects.filter(pk__in=wanted).values_list("pk", "name"))
    rows = []
    for one in found:
        few = one.comments < agreeing.LEAST
        numbers = (one.kappa.value, one.kappa.lower, one.kappa.upper)
        rows.append(
            [
                " and ".join(names.get(coder, "Somebody") for coder in one.coders),
                one.comments,
                Withheld(agreeing.TOO_FEW) if few else 100 * one.kappa.same,
                *(
                    Withheld(agreeing.TOO_FEW) if few or number != number else number
                    for number in numbers
                ),
            ]
        )
    return Table(
        caption="Agreement of two people",
        columns=(
            Column("Coders"),
            Column("Comments", Kind.NUMBER),
            Column("Same answer", Kind.PERCENT, 0),
            Column("Kappa", Kind.NUMBER, 2),
            Column("95% interval, low", Kind.NUMBER, 2),
            Column("95% interval, high", Kind.NUMBER, 2),
        ),
        rows=rows,
        made_up=holds_made_up_data(),
    )
