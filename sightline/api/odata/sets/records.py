"""What is recorded and done: concerns (the shared part), commitments, judgements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sightline.access.permissions import Permission
from sightline.api.odata.edm import EntitySet, Property, Row, Type
from sightline.assess.judgements.models import Judgement
from sightline.commitments.models import Commitment
from sightline.commitments.words import STATUS_WORDS, Status
from sightline.people.models import User
from sightline.respond.register import queries
from sightline.respond.register.models import Concern, Standing

_S, _I, _D, _B = Type.STRING, Type.INTEGER, Type.DATE, Type.BOOLEAN

CONCERNS = EntitySet(
    "Concerns",
    "Concern",
    "The quality improvement register as it stands today, the concerns that you may see. Nothing "
    "of the internal part is in it.",
    Permission.VIEW_CONCERNS,
    (
        Property("Reference", _S, "How the concern is called everywhere."),
        Property("Title", _S, "Title."),
        Property("Summary", _S, "The shared summary."),
        Property("Level", _S, "A learning environment, an organisation, a programme or a system."),
        Property("PlaceCode", _S, "Code of the organisation that it is about; see Places."),
        Property("PlaceName", _S, "Its name."),
        Property("IcbCode", _S, "Integrated care board.", True),
        Property("RegionCode", _S, "Region.", True),
        Property("Environment", _S, "Learning environment.", True),
        Property("Programme", _S, "Programme.", True),
        Property("Professions", _S, "Professions that it touches.", True),
        Property("Standards", _S, "Numbers of the standards that it touches.", True),
        Property("Source", _S, "How it came to be known."),
        Property("State", _S, "Open; closed and being monitored; or closed."),
        Property("Category", _I, "Category of the Intensive Support Framework.", True),
        Property("CategoryName", _S, "Its name.", True),
        Property("Direction", _S, "Better, worse or the same since the review before."),
        Property("Likelihood", _I, "1 to 5."),
        Property("Impact", _I, "1 to 5."),
        Property("RiskScore", _I, "Likelihood times impact, 1 to 25."),
        Property("Risk", _S, "Band of the risk score."),
        Property("LearnersAffected", _I, "How many, where somebody has said.", True),
        Property("Owner", _S, "Who owns it."),
        Property("Raised", _D, "Day on which it was raised."),
        Property("AgeInDays", _I, "Days since then."),
        Property("NextReview", _D, "Day of the next review.", True),
        Property("WaitingFor", _S, "What the next step waits for.", True),
        Property("IsShared", _B, "Whether the provider sees the shared part."),
    ),
    record_as="api.odata.read",
)
COMMITMENTS = EntitySet(
    "Commitments",
    "Commitment",
    "Who promised what by when, because of what.",
    Permission.VIEW_COMMITMENTS,
    (
        Property("Reference", _S, "How the commitment is called everywhere."),
        Property("Kind", _S, "Commitment, requirement or recommendation."),
        Property("PlaceCode", _S, "Code of the organisation that promised; see Places."),
        Property("PlaceName", _S, "Its name."),
        Property("Programme", _S, "Code of the programme, where it is about one.", True),
        Property("Promise", _S, "What was promised."),
        Property("Owner", _S, "Who owns it."),
        Property("Status", _S, "How it stands today."),
        Property("Due", _D, "The latest day agreed."),
        Property("FirstDue", _D, "The day agreed at first."),
        Property("Agreed", Type.MOMENT, "When it was agreed."),
        Property("BecauseOf", _S, "Reference of what caused it."),
    ),
    record_as="api.odata.read",
)
JUDGEMENTS = EntitySet(
    "Judgements",
    "Judgement",
    "What named people judged of a standard in a place, those superseded too.",
    Permission.VIEW_EVIDENCE,
    (
        Property("Reference", _S, "How the judgement is called everywhere."),
        Property("PlaceCode", _S, "Code of the organisation; see Places."),
        Property("PlaceName", _S, "The place: organisation, environment or programme."),
        Property("Level", _S, "Environment, organisation, programme or system."),
        Property("Standard", _S, "Number of the standard."),
        Property("Outcome", _S, "What was judged."),
        Property("Confidence", _S, "How sure those who judged were."),
        Property("Voices", _I, "How many independent voices it rested on."),
        Property("MadeBy", _S, "Who judged."),
        Property("Decided", _D, "Day of the judgement."),
        Property("NextReview", _D, "Day of the next review."),
        Property("Stands", _B, "False once another has superseded it."),
    ),
    record_as="api.odata.read",
)


def concerns(viewer: User, day: date) -> Iterator[Row]:
    levels, sources = dict(Concern.Level.choices), dict(Concern.Source.choices)
    states, directions = dict(Standing.State.choices), dict(Standing.Direction.choices)
    for one in queries.register(queries.Filters(), day, viewer).rows:
        yield {
            "Reference": one.reference,
            "Title": one.title,
            "Summary": one.summary,
            "Level": str(levels[Concern.Level(one.level)]),
            "PlaceCode": one.organisation.code,
            "PlaceName": one.organisation.name,
            "IcbCode": one.icb.code if one.icb else None,
            "RegionCode": one.region.code if one.region else None,
            "Environment": one.environment or None,
            "Programme": one.programme or None,
            "Professions": ", ".join(one.professions) or None,
            "Standards": ", ".join(one.standards) or None,
            "Source": str(sources[Concern.Source(one.source)]),
            "State": str(states[Standing.State(one.state)]),
            "Category": one.category,
            "CategoryName": one.category_name or None,
            "Direction": str(directions[Standing.Direction(one.direction)]),
            "Likelihood": one.likelihood,
            "Impact": one.impact,
            "RiskScore": one.score,
            "Risk": one.band.name,
            "LearnersAffected": one.learners_affected,
            "Owner": one.owner.name,
            "Raised": one.raised_date,
            "AgeInDays": one.age_days,
            "NextReview": one.next_review_date,
            "WaitingFor": one.waiting_for or None,
            "IsShared": one.is_shared,
        }


def commitments(viewer: User, day: date) -> Iterator[Row]:
    found = Commitment.objects.visible_to(viewer).with_status(day)
    kinds = dict(Commitment.Kind.choices)
    for one in found.select_related("organisation", "programme").order_by("reference"):
        yield {
            "Reference": one.reference,
            "Kind": str(kinds[Commitment.Kind(one.kind)]),
            "PlaceCode": one.organisation.code,
            "PlaceName": one.organisation.name,
            "Programme": one.programme.code if one.programme else None,
            "Promise": one.promise,
            "Owner": one.owner_name,
            "Status": str(STATUS_WORDS[Status(one.status)][0]),
            "Due": one.due_date,
            "FirstDue": one.first_due_date,
            "Agreed": one.agreed_at,
            "BecauseOf": one.because_reference,
        }


def judgements(viewer: User, day: date) -> Iterator[Row]:
    found = Judgement.objects.visible_to(viewer).select_related(
        "organisation", "environment", "programme", "standard", "superseded_by"
    )
    for one in found.order_by("reference"):
        yield {
            "Reference": one.reference,
            "PlaceCode": one.organisation.code,
            "PlaceName": one.place.name,
            "Level": one.level,
            "Standard": one.standard.number,
            "Outcome": str(one.get_outcome_display()),
            "Confidence": str(one.get_confidence_display()),
            "Voices": one.voices,
            "MadeBy": one.made_by,
            "Decided": one.decided_date,
            "NextReview": one.next_review_date,
            "Stands": not hasattr(one, "superseded_by"),
        }
