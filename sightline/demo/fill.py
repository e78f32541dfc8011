"""Fill an empty database with a made-up nation, through the same actions as people use."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

import numpy as np
from django.db import transaction

from sightline.base.models import ServiceState
from sightline.base.refusal import Refusal
from sightline.demo import answers, background, country, people
from sightline.demo.clock import ROUNDS, Clock
from sightline.demo.country import Boards, Provider
from sightline.demo.sizes import SIZES, Size
from sightline.demo.stories import (
    answered,
    approving,
    asking,
    caring,
    growing,
    heard,
    hearing,
    inviting,
    other_surveys,
    practice,
    rooms,
    self_assessing,
    signalled,
    specialty,
    steps,
    supervision,
    voices,
    ward_and_system,
)
from sightline.demo.stories import chosen as stories
from sightline.demo.stories.world import World, categories_by_number
from sightline.home import shipped
from sightline.listen.imports import actions as imports
from sightline.listen.surveys import actions as surveys
from sightline.listen.surveys import mapping as mappings
from sightline.listen.surveys import shipped as shipped_mappings
from sightline.listen.surveys.models import Mapping, Round
from sightline.organisations import actions as organisations
from sightline.organisations.models import (
    LearningEnvironment,
    Organisation,
    Programme,
    Succession,
)
from sightline.organisations.ods import actions as ods
from sightline.organisations.ods.read import Row
from sightline.organisations.words import LoadKind
from sightline.people.models import User
from sightline.results.models import Dataset

Say = Callable[[str], None]


#: When practices in England began to work in networks.
_NETWORKS_BEGAN = date(2019, 7, 1)


class CannotFill(Refusal):
    """The database is not one for made-up data."""


def fill(*, size: str, seed: int, anchor: date, say: Say) -> None:
    """Everything, in the order in which it would have happened.

    The same seed and anchor day give the same data. Raises CannotFill unless the database is
    empty; a run that was broken off leaves one that has to be thrown away.
    """
    _claim(seed, anchor)
    clock = Clock(anchor)
    chosen_size = SIZES[size]
    random = np.random.default_rng(seed)
    began = time.monotonic()

    def tell(text: str) -> None:
        say(f"{time.monotonic() - began:5.1f} s  {text}")

    start = clock.moment(clock.window(0)[0] - timedelta(days=60), 8)
    tell("Framework, categories, regions, boards, professions and programmes")
    since = clock.window(0)[0] - timedelta(days=60)
    administrator = people.make_administrator(since=since, at=start)
    shipped.load(by=administrator, at=start)
    boards = _boards(clock.window(0)[0])
    providers = country.make(chosen_size, boards, random)
    tell(f"{chosen_size.trusts} trusts and {chosen_size.practices:,} practices")
    _load(providers, boards, clock, first=True)
    _load(providers, boards, clock, first=False)
    known = {one.code: one for one in Organisation.objects.select_related("region", "icb")}
    chosen = stories.choose(providers, lambda icb: _region_code(known[icb]))
    cast = people.make(
        administrator=administrator,
        organisations=known,
        story_trusts=[chosen.supervision, *chosen.specialty],
        icb=_code(known[chosen.supervision].icb),
        learner_at=chosen.supervision,
        since=since,
        at=start,
    )
    ward = organisations.add_environment(
        organisation=known[chosen.supervision],
        site=known[f"{chosen.supervision}-A"],
        name="Ward 7, care of older people",
        setting="hospital ward",
        by=cast.administrator,
        at=start,
    )
    datasets = _rounds(chosen_size, providers, clock, chosen, cast.national, random, tell)
    tell("Concerns, decisions, commitments and replies")
    world = World(
        clock=clock,
        cast=cast,
        organisations=known,
        datasets=datasets,
        categories=categories_by_number(),
        random=random,
    )
    signalled.look(world, world.after_round(1, 20, 3))
    supervision.falls_and_recovers(world, chosen.supervision)
    specialty.in_trouble(world, chosen.specialty)
    practice.tell_of(world, chosen.practice)
    heard.tell_of(world, chosen.supervision)
    ward_and_system.tell_of(world, chosen.supervision, ward)
    voices.tell_of(world, chosen.supervision, chosen.specialty, ward)
    tell("Other people’s surveys")
    other_surveys.tell_of(world, chosen.supervision, chosen.specialty)
    inviting.tell_of(world, chosen.supervision, ward)
    tell("Answers to the round that is open")
    answered.tell_of(world)
    tell("Concerns all over the country")
    background.fill(
        world,
        chosen_size.background_concerns,
        skip=[chosen.supervision, *chosen.specialty, chosen.practice],
    )
    tell("Rounds: one that is open, one being prepared")
    asking.focused_surveys(world, _region_code(known[chosen.supervision]))
    tell("Comments and what became of low results")
    hearing.tell_of(world)
    _weigh_up(world, chosen, ward, tell)
    tell("Done")


def _weigh_up(world: World, chosen: stories.Chosen, ward: LearningEnvironment, tell: Say) -> None:
    """What providers say of themselves, what is decided on it, and what the Room shows."""
    tell("Self-assessment: a campaign in progress, and last year’s")
    self_assessing.tell_of(world, chosen.supervision, chosen.specialty, chosen.practice)
    tell("Approvals of places")
    approving.tell_of(world, chosen.supervision, chosen.practice)
    tell("Requests for personal data, and retention")
    caring.tell_of(world)
    told = [chosen.supervision, *chosen.specialty, chosen.practice]
    steps.tell_of(world, skip=told)
    tell("Evidence, judgements and tensions; capacity and requests to expand; signals")
    _what_is_known(world, chosen.supervision, ward)


def _what_is_known(world: World, code: str, ward: LearningEnvironment) -> None:
    """Of standards, signals and capacity: last, because passports are frozen from all the rest."""
    rooms.tell_of(world, code, ward)
    rooms.disagree(world, code)
    signalled.tell_of(world)
    growing.tell_of(world, code, ward)


@transaction.atomic
def _claim(seed: int, anchor: date) -> None:
    """Mark the database as made up before anything is written into it."""
    state, _ = ServiceState.objects.select_for_update().get_or_create(id=1)
    if state.holds == ServiceState.Holds.REAL:
        raise CannotFill("This database holds real data. Made-up data are never mixed with it.")
    if state.holds == ServiceState.Holds.MADE_UP:
        raise CannotFill("This database has been filled with made-up data already.")
    if User.objects.exists() or Organisation.objects.exists() or Dataset.objects.exists():
        raise CannotFill("This database is not empty. Made-up data need an empty one.")
    state.holds = ServiceState.Holds.MADE_UP
    state.seed, state.anchor_date = seed, anchor
    state.save()


def _boards(day: date) -> Boards:
    """The boards open on a day and what each became."""
    changed = Succession.objects.select_related("predecessor", "successor").order_by(
        "predecessor__code", "successor__code"
    )
    after: dict[str, list[str]] = {}
    for one in changed:
        after.setdefault(one.predecessor.code, []).append(one.successor.code)
    on = max((one.on_date for one in changed), default=day)
    open_then = Organisation.objects.filter(kind=Organisation.Kind.ICB).open_on(day)
    before = tuple(open_then.order_by("code").values_list("code", flat=True))
    return Boards(before, {code: tuple(after.get(code, [code])) for code in before}, on)


def _load(providers: list[Provider], boards: Boards, clock: Clock, *, first: bool) -> None:
    """The official lists, as they would have come before the first round and after the change."""
    day = clock.window(0)[0] - timedelta(days=30)
    if not first:
        day = max(boards.changed_on, day + timedelta(days=30))
        if day > clock.window(ROUNDS - 1)[0]:
            return
    at = clock.moment(day, 9)

    def row(p: Provider, line: int) -> Row:
        return Row(
            line=line,
            code=p.code,
            name=p.name if first or not p.new_name else p.new_name,
            parent_code=p.icb_on(day, boards.changed_on),
            postcode=p.postcode,
            opened_date=p.opened,
            closed_date=day if p.closes and not first else None,
            provider_type=p.provider_type,
        )

    trusts = [row(p, line) for line, p in enumerate((p for p in providers if p.sites), 1)]
    sites = [
        Row(line=line, code=code, name=name, parent_code=p.code, postcode=p.postcode)
        for line, (p, code, name) in enumerate(
            ((p, code, name) for p in providers for code, name in p.sites), 1
        )
    ]
    practices = [row(p, line) for line, p in enumerate((p for p in providers if not p.sites), 1)]
    networks = [
        Row(
            line=line, code=p.code, name=one.name, parent_code=one.code, opened_date=_NETWORKS_BEGAN
        )
        for line, (one, p) in enumerate(
            ((one, p) for one in country.networks(providers) for p in one.practices), 1
        )
    ]
    for kind, rows in (
        (LoadKind.TRUSTS, trusts),
        (LoadKind.SITES, sites),
        (LoadKind.PRACTICES, practices),
        *([(LoadKind.NETWORKS, networks)] if first else []),
    ):
        ods.apply_load(
            kind=kind,
            rows=rows,
            source_name="Made-up list of organisations",
            file_date=day,
            by=None,
            at=at,
            is_made_up=True,
        )


def _rounds(
    size: Size,
    providers: list[Provider],
    clock: Clock,
    chosen: stories.Chosen,
    by: User,
    random: np.random.Generator,
    tell: Say,
) -> list[Dataset]:
    """Three rounds, each imported from a file as a person would."""
    text = shipped_mappings.learner_survey()
    mapping = mappings.parse(text)
    at = clock.moment(clock.window(0)[0] - timedelta(days=20))
    survey = surveys.add_survey(
        code=mapping.survey,
        name="National learner survey",
        description="Made-up answers of learners on placement, every autumn.",
        is_made_up=True,
        by=by,
        at=at,
    )
    stored = surveys.save_mapping(survey=survey, text=text, by=by, at=at)
    taught = {
        one.code: answers.Taught(one.profession.branch, one.profession.code, one.level)
        for one in Programme.objects.select_related("profession")
    }
    open_providers = [p for p in providers if not p.closes]
    who = answers.People(open_providers, taught, random)
    datasets = []
    for index in range(ROUNDS):
        window = clock.window(index)
        tell(f"Survey round {index + 1} of {ROUNDS}: about {size.responses:,} answers")
        file = answers.make_round(
            people=who,
            mapping=mapping,
            responses=size.responses,
            year_index=index,
            collected=window,
            planted=stories.planted(chosen),
            fixed=stories.fixed(chosen),
            crowded=stories.crowded(chosen),
            random=random,
        )
        datasets.append(
            _import(
                surveys.add_round(
                    survey=survey,
                    year=window[1].year,
                    label=f"Autumn {window[1].year}",
                    collected_from=window[0],
                    collected_to=window[1],
                    by=by,
                    at=at,
                ),
                stored,
                file,
                by,
                clock.moment(window[1] + timedelta(days=3)),
                # The newest round is still open to correction.
                is_final=index < ROUNDS - 1,
            )
        )
    return datasets


def _import(
    round_: Round, mapping: Mapping, file: bytes, by: User, at: datetime, *, is_final: bool
) -> Dataset:
    upload = imports.upload(
        round=round_,
        mapping=mapping,
        file=io.BytesIO(file),
        name=f"learner-survey-{round_.year}.csv",
        by=by,
        at=at,
    )
    imports.check(survey_import=upload, by=by, at=at)
    imports.prepare(survey_import=upload, by=by, at=at + timedelta(minutes=10))
    round_.refresh_from_db()
    if is_final and round_.dataset is not None:
        imports.make_final(round=round_, by=by, at=at + timedelta(days=60))
        round_.dataset.refresh_from_db()
    if round_.dataset is None:
        upload.refresh_from_db()
        raise CannotFill(f"The made-up round could not be imported: {upload.message}")
    return round_.dataset


def _code(organisation: Organisation | None) -> str:
    return organisation.code if organisation else ""


def _region_code(organisation: Organisation) -> str:
    return _code(organisation.region)
