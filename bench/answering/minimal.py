"""The minimal view that answering is compared with, and the addresses of both in one service.

It reads 60 posted answers and stores a row as large as ours. It knows no link, checks nothing,
seals nothing and keeps nothing that was there before. Whatever stands around a view of the service
(the middleware) stands around it too.
"""

from __future__ import annotations

import os
import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from sightline.access.allow import PUBLIC, allow
from sightline.listen.answering.models import Draft
from sightline.listen.sealing import seal

#: A sealed draft is so long.
BYTES = seal.SIZES[0] + 28


@csrf_exempt
@allow(PUBLIC)
def minimal(request: HttpRequest) -> HttpResponse:
    answers = {name: value for name, value in request.POST.items() if name[0] != ":"}
    Draft.objects.create(
        id=secrets.token_hex(16),
        collection_id=int(os.environ["BENCH_COLLECTION"]),
        sealed=repr(answers).encode()[:BYTES].ljust(BYTES, b" "),
    )
    return HttpResponseRedirect("/minimal/")


urlpatterns = [path("minimal/", minimal), path("", include("sightline.config.urls"))]
