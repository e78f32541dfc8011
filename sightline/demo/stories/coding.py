"""Comments are coded: a codebook, two coders who mostly agree, and what is learnt of it."""

from __future__ import annotations

from datetime import timedelta

from sightline.demo.comments import themes_of
from sightline.demo.stories.world import World
from sightline.listen.codebook import actions as codebook
from sightline.listen.codebook.coding import actions as coding
from sightline.listen.codebook.found import actions as found
from sightline.listen.codebook.learning import actions as learning
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.rules import is_for_two
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round
from sightline.people.models import User

#: Coded by one, and by two, of each of the last two rounds. Every seventh is seen differently.
_BY_ONE, _BY_TWO, _DIFFER = 40, 18, 7
_EXTRA = (
    ("Rota", "Late, unfair or changing rotas, shifts and leave. Not: who supervises on a shift."),
    ("Names and respect", "Being greeted, known by name, thanked; or not."),
)


def tell_of(world: World) -> None:
    at = world.after_round(2, 8)
    national = world.cast.national
    codebook.add_survey_themes(by=national, at=at)
    for name, description in _EXTRA:
        codebook.add(name=name, description=description, by=national, at=at)
    codes = {one.name: one for one in Code.objects.all()}
    labels = {code: one.label for code, one in world.measures.items() if one.kind == "theme"}
    rounds = Round.objects.filter(dataset__in=world.datasets[1:]).order_by("year")
    for round_ in rounds:
        _code(world, round_, {theme: codes[label] for theme, label in labels.items()}, codes)
    if Comment.objects.filter(round=rounds[1], state=Comment.State.RELEASED).count() >= 100:
        found.look(round=rounds[1], by=national, at=at + timedelta(hours=2))
    learning.learn_now(by=national, at=at + timedelta(hours=3))


def _code(world: World, round_: Round, by_theme: dict[str, Code], codes: dict[str, Code]) -> None:
    """The managers code what their region wrote; the national lead codes the shared ones too."""
    rows = (
        Comment.objects.filter(round=round_, state=Comment.State.RELEASED, is_settled=True)
        .filter(organisation__region__code__in=world.cast.managers)
        .select_related("organisation__region")
        # By what tells them apart: their keys are drawn anew in every fill.
        .order_by("masked_text", "organisation__code", "question", "key")
    )
    every = list(rows)
    step = max(1, len(every) // 600)
    one = [each for each in every[::step] if not is_for_two(each.key)]
    two = [each for each in every[::step] if is_for_two(each.key)]
    at = world.after_round(2, 8, 11)
    spread = max(1, len(one) // _BY_ONE)
    for number, comment in enumerate([*two[:_BY_TWO], *one[::spread][:_BY_ONE]]):
        at += timedelta(minutes=1)
        region = comment.organisation.region if comment.organisation else None
        coder: User = world.cast.managers[region.code] if region else world.cast.national
        about = [by_theme[theme] for theme in themes_of(comment.masked_text) if theme in by_theme]
        if "rota" in comment.masked_text.lower():
            about.append(codes["Rota"])
        coding.give(comment=comment, codes=about, proposed=(), by=coder, at=at)
        if is_for_two(comment.key):
            other = [codes["Names and respect"]] if number % _DIFFER == 0 else about
            coding.give(comment=comment, codes=other, proposed=(), by=world.cast.national, at=at)
