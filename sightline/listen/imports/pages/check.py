"""Start the check of a file again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.imports import tasks
from sightline.listen.imports.models import SurveyImport
from sightline.people.request import SignedInRequest


@allow(Permission.IMPORT_SURVEY)
@require_POST
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SurveyImport.objects.visible_to(request.user), pk=pk)
    tasks.check_file.enqueue(found.pk, by=request.user.pk)
    # The page waits until this start was taken up.
    return redirect(reverse("listen:imports:show", args=[found.pk]) + f"?after={found.run}")
