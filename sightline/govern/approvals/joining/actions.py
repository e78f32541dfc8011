"""Who joins in: people of education providers, places that are new here, people of a place."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.access.roles import Role
from sightline.assess.applicable import settings_file
from sightline.assess.applicable.models import SettingSaid
from sightline.assess.places import Level, Place
from sightline.assess.returns.contributors import actions as contributing
from sightline.assess.returns.readiness import actions as asking
from sightline.base import references
from sightline.base.service_state import holds_made_up_data
from sightline.govern.approvals import moving, rules
from sightline.govern.approvals import queries as approvals
from sightline.govern.approvals.joining import messages, queries
from sightline.govern.approvals.joining.models import (
    ActsFor,
    NewPlace,
    OpenedSection,
    PlaceContact,
    Readiness,
)
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.rules import CannotApprove
from sightline.listen.invitations import links
from sightline.listen.outside.models import EducationProvider
from sightline.organisations import additions
from sightline.organisations.models import Organisation
from sightline.people import actions as people
from sightline.people.models import User
from sightline.trail import record

LINK_DAYS = 60
MOST_CONTACTS = 20
#: What a place that is new here can be.
KINDS = (
    Organisation.Kind.PRACTICE,
    Organisation.Kind.INDEPENDENT,
    Organisation.Kind.OTHER_PROVIDER,
)


NOT_YOURS_TO_ASK = (
    "The place is here already, so its own people or the quality team say how ready it is. Ask "
    "them to. You can send the application in without it."
)


class KnownPlace(CannotApprove):
    """The place has a record already. ``organisation`` is it."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        super().__init__(
            f"{organisation.name} has this code and is here already. Choose it instead: "
            f"{organisation.code}."
        )


@transaction.atomic
def say_acts_for(
    *, user: User, education_provider: EducationProvider, by: User | None, at: datetime
) -> ActsFor:
    """Let somebody act for an education provider, and give the role if they do not hold it."""
    if by is not None:
        viewer.require(by, Permission.MANAGE_PEOPLE)
    held = User.objects.select_for_update().get(pk=user.pk)
    if ActsFor.objects.filter(
        user=held, education_provider=education_provider, ended_at=None
    ).exists():
        raise CannotApprove(f"{held.name} acts for {education_provider} already.")
    today = timezone.localdate(at)
    if not held.given_roles.in_force_on(today).filter(role=Role.EDUCATION_LEAD).exists():
        people.give_role(
            user=held, role=Role.EDUCATION_LEAD, place=None, from_date=today, by=by, at=at
        )
    made = ActsFor.objects.create(user=held, education_provider=education_provider, at=at, by=by)
    _line("say_acts_for", made, by, at, f"Acts for {education_provider}")
    return made


@transaction.atomic
def end_acts_for(*, acts_for: ActsFor, by: User, at: datetime) -> ActsFor:
    """Somebody acts for an education provider no more. The record stays."""
    viewer.require(by, Permission.MANAGE_PEOPLE)
    held = (
        ActsFor.objects.select_for_update(of=("self",))
        .select_related("education_provider")
        .get(pk=acts_for.pk)
    )
    if held.ended_at is not None:
        raise CannotApprove("This has ended already. Nothing was changed.")
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    _line("end_acts_for", held, by, at, f"Does not act for {held.education_provider} any more")
    return held


@transaction.atomic
def register_place(
    *,
    name: str,
    address: str,
    postcode: str,
    kind: str,
    setting: str,
    board: Organisation,
    ods_code: str,
    by: User,
    at: datetime,
) -> Organisation:
    """Put in a place that has no record here. It gets a code of ours.

    Args:
        board: the integrated care board in which it lies.
        ods_code: what it says its code is; "" where it has none.

    Raises:
        KnownPlace: the code is here already.
    """
    viewer.require(by, Permission.APPLY_FOR_APPROVAL, at=board)
    ods_code = ods_code.strip().upper()
    # Two who put in one place wait for each other here.
    board = Organisation.objects.select_for_update().get(pk=board.pk)
    if known := queries.place_with(ods_code):
        raise KnownPlace(known)
    if board.kind != Organisation.Kind.ICB or board.is_closed:
        raise CannotApprove("Choose the integrated care board in which the place lies.")
    if kind not in KINDS:
        raise CannotApprove("Choose what kind of place it is.")
    chosen = settings_file.in_force(timezone.localdate(at)).by_code.get(setting)
    if chosen is None or chosen.level != Level.ORGANISATION:
        raise CannotApprove("Choose one of the settings listed.")
    if not address.strip():
        raise CannotApprove("Enter the address.")
    types = Organisation.ProviderType
    (made,) = additions.write(
        [
            additions.NewOrganisation(
                code=references.next_reference("NP", timezone.localdate(at).year),
                kind=kind,
                name=name,
                parent_code=board.code,
                provider_type=types.PRACTICE if kind == Organisation.Kind.PRACTICE else types.OTHER,
                postcode=postcode.strip().upper(),
                is_made_up=holds_made_up_data(),
                source="Put in by hand for an approval",
            )
        ]
    )
    NewPlace.objects.create(
        organisation=made,
        address=address.strip(),
        setting=setting,
        ods_code=ods_code,
        at=at,
        by=by,
    )
    place = Place(Level.ORGANISATION, made)
    SettingSaid.objects.create(**place.columns, setting=setting, at=at, by=by)
    record.record(
        action="govern.approvals.joining.register_place",
        subject=made,
        by=by,
        at=at,
        reference=made.code,
        summary=f"Put in by hand: {made.get_kind_display()} {made.code}",
    )
    return Organisation.objects.get(pk=made.pk)


@transaction.atomic
def ask_readiness(*, approval: Approval, by: User, at: datetime) -> Readiness:
    """Ask the place how ready it is, with the learners that are applied for."""
    held = _written_by(approval, by)
    if not queries.may_invite(held, by, timezone.localdate(at)):
        raise CannotApprove(NOT_YOURS_TO_ASK)
    lines = list(held.lines.select_related("profession"))
    if not lines:
        raise CannotApprove(
            "Add the learners first: the place is asked about the professions that you apply for."
        )
    asked = asking.ask(
        organisation=held.organisation,
        learners=sum(one.learners for one in lines),
        professions={one.profession for one in lines},
        by=by,
        at=at,
    )
    made, is_new = Readiness.objects.get_or_create(
        approval=held, self_assessment=asked, defaults={"at": at, "by": by}
    )
    if is_new:
        moving.line("joining.ask_readiness", held, by, at, "The place was asked how ready it is")
    return made


@transaction.atomic
def invite(
    *, approval: Approval, name: str, email: str, by: User, at: datetime
) -> tuple[PlaceContact, str]:
    """Invite somebody of the place; gives the token of their link, which is kept nowhere.

    A message with the link goes out once the invitation is kept. They are asked about readiness
    as well.
    """
    ask_readiness(approval=approval, by=by, at=at)
    held = _written_by(approval, by)
    name, email = " ".join(name.split()), email.strip().lower()
    if not name:
        raise CannotApprove("Enter the person’s name.")
    try:
        validate_email(email)
    except ValidationError:
        raise CannotApprove(
            "Enter an email address in the correct format, like name@example.com"
        ) from None
    if held.contacts.filter(ended_at=None).count() >= MOST_CONTACTS:
        raise CannotApprove(f"{MOST_CONTACTS} people are invited already. End a link first.")
    token = links.new_token()
    contact = PlaceContact.objects.create(
        approval=held,
        name=name,
        email=email,
        token_hash=links.hash_of(token),
        last_date=timezone.localdate(at) + timedelta(days=LINK_DAYS),
        at=at,
        by=by,
    )
    moving.line("joining.invite", held, by, at, "Somebody of the place was invited")
    transaction.on_commit(lambda: messages.send_link(contact, token))
    return contact, token


@transaction.atomic
def end_link(*, contact: PlaceContact, by: User, at: datetime) -> PlaceContact:
    """End a link at once. What was sent with it stays."""
    held = _written_by(contact.approval, by)
    found = PlaceContact.objects.select_for_update().get(pk=contact.pk)
    if found.ended_at is not None:
        raise CannotApprove("This link has ended already. Nothing was changed.")
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    contributing.end_opened(
        contributors=list(found.opened.values_list("contributor_id", flat=True)),
        because="",
        by=by,
        at=at,
    )
    moving.line("joining.end_link", held, by, at, "A link of the place was ended")
    return found


@transaction.atomic
def open_section(*, contact: PlaceContact, section: str, by: None, at: datetime) -> str:
    """A link to a section of the readiness assessment, for who holds the link of the place."""
    held = moving.unguarded(contact.approval)
    found = PlaceContact.objects.select_for_update(of=("self",)).select_related("by").get(
        pk=contact.pk
    )  # fmt: skip
    found.approval = held
    if over := queries.why_over(found, timezone.localdate(at)):
        raise CannotApprove(over)
    asked = queries.assessment_of(held)
    if asked is None:
        raise CannotApprove("You are not asked about readiness yet. Tell who invited you.")
    contributor, token = contributing.open_section(
        self_assessment=asked,
        section=section,
        name=found.name,
        email=found.email,
        last_date=found.last_date,
        invited_by=found.by,
        by=None,
        at=at,
    )
    OpenedSection.objects.create(contact=found, contributor=contributor)
    return token


def _written_by(approval: Approval, by: User) -> Approval:
    held = moving.locked(approval, by, Permission.APPLY_FOR_APPROVAL)
    if not approvals.may_write(held, by):
        raise CannotApprove("Only the place, those who applied and the quality team invite people.")
    if held.state in rules.FINAL:
        raise CannotApprove(
            f"It is “{held.get_state_display().lower()}”, so nobody is invited any more."
        )
    return held


def _line(verb: str, acts_for: ActsFor, by: User | None, at: datetime, summary: str) -> None:
    record.record(
        action=f"govern.approvals.joining.{verb}",
        subject=acts_for.user,
        by=by,
        at=at,
        summary=summary[:300],
        fields=["acts_for"],
    )
