"""A sheet of cards with personal links, for people who are handed theirs."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.base.service_state import holds_made_up_data
from sightline.design.show import format_date
from sightline.listen.invitations import links
from sightline.listen.invitations.messages import wording
from sightline.listen.invitations.pages.found import run_by
from sightline.listen.invitations.printed import actions, paper, queries
from sightline.people.request import SignedInRequest


@allow(Permission.RUN_ROUND)
def cards(request: SignedInRequest, pk: int) -> HttpResponse:
    collection = run_by(request, pk)
    found = queries.handed_over(collection)
    refused = ""
    if request.method == "POST":
        wanted = request.POST.get("provider", "")
        chosen = next(
            (one for one in found if str(one.provider.pk if one.provider else "") == wanted), None
        )
        if chosen is None:
            raise Http404
        try:
            drawn = actions.draw_cards(
                collection=collection,
                provider=chosen.provider,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            refused = str(refusal)
        else:
            if drawn:
                response = HttpResponse(
                    paper.cards_pdf(
                        survey=collection.round.survey.name,
                        who=wording.who_asks(collection),
                        minutes=wording.minutes_of(collection.version.form),
                        until=format_date(collection.closes_at.date()),
                        cards=[
                            (wording.address_of(links.path_of(one.token)), one.place)
                            for one in drawn
                        ],
                        made_up=holds_made_up_data(),
                    ),
                    content_type="application/pdf",
                )
                response["Content-Disposition"] = 'attachment; filename="cards.pdf"'
                return response
            refused = "Everybody there has answered, so there are no cards to print."
    return render(
        request,
        "listen/invitations/printed/pages/cards.jinja",
        {
            "collection": collection,
            "found": found,
            "most": actions.MOST_CARDS,
            "refused": refused,
        },
    )
