"""The files that make one set of results: a whole file, and those that mend its rows in error.

A mended file adds its good rows to those of the file that it mends; a whole file replaces
everything before it. A row that was counted can only be changed by a whole file.
"""

from __future__ import annotations

from django.db import transaction

from sightline.listen.imports import check as checking
from sightline.listen.imports import errors_file, respondents, storage
from sightline.listen.imports.codes import codes_of
from sightline.listen.imports.models import SurveyImport
from sightline.listen.imports.progress import Progress
from sightline.listen.imports.reading.opening import open_upload
from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.surveys import mapping as mappings
from sightline.listen.surveys.models import Round

State = SurveyImport.State


def check_file(found: SurveyImport, progress: Progress) -> checking.Outcome:
    path = storage.upload(found.stored_name)
    if not path.exists():
        raise Unreadable("The file is no longer here. Upload it again.")
    with open_upload(path) as opened:
        _join_family(found, errors_file.mends(opened.headings))
        assert found.mapping is not None  # noqa: S101 - begin_work refuses one without
        mapping = mappings.parse(found.mapping.text)
        seen = respondents.Seen()
        for other in members(found):
            if other.pk != found.pk:
                seen.add_file(storage.place(other.stored_name).respondents, other.pk)
        with storage.written_whole(found.stored_name) as place:
            return checking.check(
                opened,
                place,
                number=found.pk,
                mapping=mapping,
                codes=codes_of(found.round.collected_from, found.round.collected_to),
                seen=seen,
                key=_key(found.round),
                said=progress.say,
            )


@transaction.atomic
def _join_family(found: SurveyImport, number: int | None) -> None:
    """A file of mended rows belongs to the import that they come from, and has its mapping."""
    if number is None:
        return
    from_ = SurveyImport.objects.select_related("mends").filter(pk=number, round=found.round)
    parent = from_.first()
    root = (parent.mends or parent) if parent else None
    if parent is None or root is None or root.state not in (State.CHECKED, State.DONE):
        raise Unreadable(
            f"The file holds mended rows of import {number}, which is not among the imports in "
            f"use for {found.round}. Upload the whole file instead, without the columns that "
            "Sightline added at the end."
        )
    same = SurveyImport.objects.filter(
        round=found.round, sha256=found.sha256, mapping=root.mapping, state__in=SurveyImport.LIVE
    )
    if there := same.exclude(pk=found.pk).first():
        raise Unreadable(f"The same file was uploaded before: it is import {there.pk}.")
    found.mends = root
    found.mapping = root.mapping
    found.save(update_fields=["mends", "mapping"])


def members(found: SurveyImport) -> list[SurveyImport]:
    """The files that make one set of results: the whole file, then those that mend it.

    Only files that were checked, or whose results are in use, and always ``found`` itself.
    """
    root = found.mends or found
    mending = SurveyImport.objects.filter(mends=root).order_by("pk")
    usable = (State.CHECKED, State.DONE)
    return [one for one in (root, *mending) if one.pk == found.pk or one.state in usable]


@transaction.atomic
def _key(round: Round) -> bytes:
    """The key of a round's hashes, made on first use."""
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if locked.respondent_key is None:
        locked.respondent_key = respondents.new_key()
        locked.save(update_fields=["respondent_key"])
    return bytes(locked.respondent_key)
