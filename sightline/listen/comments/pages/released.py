"""Released comments of one group, by theme and word; the same rows as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Search
from sightline.design.tables import Column, Table
from sightline.listen.comments import cells, queries, reading
from sightline.listen.surveys.models import Round
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.people.models import User
from sightline.people.request import SignedInRequest
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Measure

LEVELS = {
    Organisation.Kind.REGION: Level.REGION,
    Organisation.Kind.ICB: Level.ICB,
}


def _rounds() -> list[tuple[str, str]]:
    found = Round.objects.exclude(dataset=None).filter(comments__isnull=False).distinct()
    return [(str(one.pk), str(one)) for one in found.select_related("survey").order_by("-year")]


def _programmes() -> list[tuple[str, str]]:
    return list(Programme.objects.order_by("name").values_list("code", "name"))


def _professions() -> list[tuple[str, str]]:
    return list(Profession.objects.order_by("name").values_list("code", "name"))


def _themes() -> list[tuple[str, str]]:
    found = Measure.objects.filter(kind=Measure.Kind.THEME).order_by("survey", "position")
    return list(dict(found.values_list("code", "label")).items())


FILTERS = Filters(
    filters=(
        Choice("round", "Round", options=_rounds, any_text="The newest"),
        Search("place", "Code of a provider, region or ICB"),
        Choice("programme", "Programme", options=_programmes),
        Choice("profession", "Profession", options=_professions),
        Choice(
            "theme",
            "Theme",
            options=_themes,
            narrow=lambda rows, value: rows.filter(theme=value),
        ),
        Search("q", "Words", narrow=lambda rows, value: rows.filter(masked_text__icontains=value)),
    ),
    page_size=30,
    kept=("question",),
)


@dataclass(frozen=True)
class Group:
    """The group whose comments are read; ``place`` is None for the nation."""

    key: GroupKey
    place: Organisation | None
    taught: Programme | Profession | None

    @property
    def name(self) -> str:
        parts = [one.name for one in (self.taught, self.place) if one is not None]
        return ", ".join(parts) or "England"


@allow(Permission.VIEW_RESULTS)
def released(request: SignedInRequest) -> HttpResponseBase:
    chosen = FILTERS.read(request)
    group = _group(request.user, chosen.values)
    rounds = Round.objects.exclude(dataset=None).filter(comments__isnull=False)
    if chosen.values["round"]:
        rounds = rounds.filter(pk=chosen.values["round"])
    round_ = rounds.select_related("dataset", "survey").order_by("-collected_to", "-pk").first()
    rows = chosen.narrow(queries.readable(round_, group.key))
    written = queries.by_question(round_, group.key)
    question = next((one for one in written if one.code == request.GET.get("question")), None)
    if question:
        rows = rows.filter(question=question.code)
    labels = queries.theme_labels(round_.survey.code) if round_ else {}
    if round_ and (wanted := request.GET.get("format")) in downloads.FORMATS:
        reading.note_download(
            round=round_, group=group.name, count=rows.count(), by=request.user, at=timezone.now()
        )
        table = Table(
            caption=f"Comments of {group.name}, {round_}",
            columns=(Column("Theme"), Column("Question"), Column("Comment")),
            rows=[
                (labels.get(one.theme, "Other"), one.question_label, one.masked_text)
                for one in rows
            ],
            notes=("Released by a moderator. Names and numbers are masked.",),
            made_up=holds_made_up_data(),
        )
        return downloads.response(table, wanted, filters=chosen.said)
    return render(
        request,
        "listen/comments/pages/released.jinja",
        {
            "chosen": chosen,
            "page": chosen.page(rows),
            "group": group,
            "round": round_,
            "labels": labels,
            "least": cells.LEAST,
            "written": written,
            "question": question,
            "shown": bool(
                round_ and round_.dataset and queries.may_show(round_.dataset, group.key)
            ),
        },
    )


def _group(user: User, asked: Mapping[str, Any]) -> Group:
    """Raises Http404 for a place outside the viewer's patch, or the nation where it is not theirs.

    Without a place: the nation, or the first place that the viewer's roles name.
    """
    patch = user.patch(Permission.VIEW_RESULTS)
    taught, level, crossing = _taught(asked)
    if asked["place"] is None and patch.nation:
        key = GroupKey(level, taught.code) if taught else GroupKey(Level.NATION)
        return Group(key, None, taught)
    found = Organisation.objects.exclude(kind=Organisation.Kind.SITE)
    if asked["place"] is None:
        named = patch.regions | patch.icbs | patch.providers
        place = found.filter(pk__in=named).order_by("kind", "name").first()
    else:
        place = found.filter(code__iexact=asked["place"]).first()
    if place is None or not viewer.may(user, Permission.VIEW_RESULTS, at=place):
        raise Http404
    kind = Organisation.Kind(place.kind)
    if kind in LEVELS:
        # What is taught is shown at providers; a region's page has all of it.
        return Group(GroupKey(LEVELS[kind], place.code), place, None)
    if taught:
        return Group(GroupKey(crossing, place.code, taught.code), place, taught)
    return Group(GroupKey(Level.PROVIDER, place.code), place, None)


def _taught(asked: Mapping[str, Any]) -> tuple[Programme | Profession | None, Level, Level]:
    """The programme or profession that was asked for, and the levels of its groups."""
    if asked["programme"]:
        programme = Programme.objects.filter(code=asked["programme"]).first()
        return programme, Level.PROGRAMME, Level.PROVIDER_PROGRAMME
    profession = Profession.objects.filter(code=asked["profession"] or "").first()
    return profession, Level.PROFESSION, Level.PROVIDER_PROFESSION
