"""What a button does that asks for work: it asks, and leads to where its state stands."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from sightline.listen.codebook.runs import tasks
from sightline.listen.codebook.runs.actions import AlreadyAsked
from sightline.listen.codebook.runs.models import CodebookRun
from sightline.people.request import SignedInRequest


def begin(request: SignedInRequest, ask: Callable[[], CodebookRun]) -> HttpResponse:
    """Hand to the worker what ``ask`` asks for, once. A refusal of ``ask`` is the page's to say."""
    try:
        run = ask()
    except AlreadyAsked as already:
        messages.info(request, str(already))
        run = already.run
    else:
        tasks.work.enqueue(run.pk, request.user.pk)
    return redirect("listen:codebook:run", run.pk)
