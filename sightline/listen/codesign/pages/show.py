from __future__ import annotations

import segno
from django.http import HttpResponseBase
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads, pictures
from sightline.listen.codesign import result
from sightline.listen.codesign.models import Conversation, Statement
from sightline.listen.codesign.pages import drawn
from sightline.listen.codesign.pages.found import conversation_for
from sightline.listen.forums.running import may_run_at
from sightline.people.request import SignedInRequest
from sightline.trail import record


@allow(Permission.VIEW_FORUMS)
def show(request: SignedInRequest, reference: str) -> HttpResponseBase:
    conversation = conversation_for(request, reference)
    runs = may_run_at(request.user, conversation.place)
    is_closed = conversation.state == Conversation.State.CLOSED
    found = result.of(conversation)
    has_result = is_closed and found.people is not None
    table = drawn.table(found) if has_result else None
    if table and (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(table, wanted, f"co-design-{reference}")
    statements = list(conversation.statements.all())
    address = request.build_absolute_uri(reverse("listen:codesign:vote", args=[conversation.token]))
    is_open = conversation.state == Conversation.State.OPEN
    return pictures.render(
        request,
        "listen/codesign/pages/show.jinja",
        {
            "conversation": conversation,
            "statements": [one for one in statements if one.state == Statement.State.SHOWN],
            "waiting": sum(one.state == Statement.State.WAITING for one in statements),
            "left_out": [one for one in statements if one.state == Statement.State.LEFT_OUT],
            "runs": runs,
            "is_open": is_open,
            "is_closed": is_closed,
            "taking_part": conversation.participants.count() if runs and is_open else None,
            "address": address,
            "code": segno.make(address).svg_data_uri(scale=4) if runs and is_open else "",
            "result": found,
            "chart": drawn.chart(found) if has_result else None,
            "table": table,
            "trail": record.lines_about(conversation, internal=False) if runs else [],
        },
    )
