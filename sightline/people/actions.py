"""Every change to people and their roles goes through here.

``by`` is the person who acts; None stands for the service itself, which adds the first
administrator when somebody starts it on their own machine (see management/commands).
"""

from __future__ import annotations

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.access.roles import Role
from sightline.base.refusal import NotPermitted
from sightline.organisations.models import Organisation
from sightline.people import rules
from sightline.people.models import AccessKey, GivenRole, Reset, SecondFactor, User
from sightline.people.resets import actions as resets
from sightline.trail import record


def _require(by: User | None) -> None:
    if by is not None:
        viewer.require(by, Permission.MANAGE_PEOPLE)


def _set_password(user: User, password: str, hashed: str = "") -> None:
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise rules.CannotSetPassword(" ".join(error.messages)) from None
    if hashed:
        user.password = hashed
    else:
        user.set_password(password)


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    password: str,
    by: User | None,
    at: datetime,
    is_made_up: bool = False,
    hashed: str = "",
) -> User:
    """Add somebody who can sign in. Without a role they see nothing yet.

    ``hashed`` is the password hashed before, for made-up people who all share one.
    """
    _require(by)
    email, name = email.strip().lower(), " ".join(name.split())
    try:
        validate_email(email)
    except ValidationError:
        raise rules.CannotAddPerson(
            "Enter an email address in the correct format, like name@example.com"
        ) from None
    if not name:
        raise rules.CannotAddPerson("Enter the person's name")
    if User.objects.filter(email__iexact=email).exists():
        raise rules.CannotAddPerson(
            "There is a person with this email address already. Search for them and give them a "
            "role instead."
        )
    user = User(email=email, name=name, is_made_up=is_made_up)
    _set_password(user, password, hashed)
    user.save()
    _record("add_person", user, "Person added", ["email", "name"], by, at)
    return user


@transaction.atomic
def give_role(
    *,
    user: User,
    role: str,
    place: Organisation | None,
    from_date: date,
    by: User | None,
    at: datetime,
) -> GivenRole:
    """Give somebody a role at a place (None: the whole country) from a day."""
    _require(by)
    wanted = Role(role)
    rules.refuse_unless_place_fits(
        wanted,
        place_kind=place.kind if place else None,
        place_name=place.name if place else "England",
        closed_date=place.closed_date if place else None,
        on=from_date,
    )
    held = User.objects.select_for_update().get(pk=user.pk).given_roles
    for other in held.filter(role=wanted, place=place):
        if rules.overlap(from_date, None, other.from_date, other.ended_date):
            raise rules.CannotGiveRole(
                f"{user.name} has this role there already, from {other.from_date:%-d %B %Y}. "
                "Nothing was changed."
            )
    given = GivenRole.objects.create(user=user, role=wanted, place=place, from_date=from_date)
    user.__dict__.pop("roles_today", None)
    summary = f"Role given: {given}, from {from_date:%-d %B %Y}"
    _record("give_role", user, summary, ["role"], by, at)
    return given


@transaction.atomic
def end_role(*, given: GivenRole, ended_date: date, by: User | None, at: datetime) -> GivenRole:
    """End a role. ``ended_date`` is the first day on which it no longer counts."""
    _require(by)
    today = timezone.localdate(at)
    # Every administrator's role is locked, so that two who end each other's cannot both succeed.
    locked = {
        role.pk: role
        for role in GivenRole.objects.select_for_update().filter(
            pk__in=[
                given.pk,
                *GivenRole.objects.in_force_on(today)
                .filter(role=Role.ADMINISTRATOR)
                .values_list("pk", flat=True),
            ]
        )
    }
    found = locked[given.pk]
    rules.refuse_to_end_twice(found.ended_date, new=ended_date)
    rules.refuse_to_end_before_it_began(found.from_date, new=ended_date)
    if found.role == Role.ADMINISTRATOR and by is not None:
        others = [
            role
            for role in locked.values()
            if role.pk != found.pk and role.user_id == by.pk and role.ended_date is None
        ]
        rules.refuse_to_end_own_last_administrator_role(
            is_own=found.user_id == by.pk, others_of_theirs=len(others)
        )
        # Asked again now that the rows are locked: somebody may have ended this role meanwhile.
        by.__dict__.pop("roles_today", None)
        _require(by)
    found.ended_date = ended_date
    found.save(update_fields=["ended_date"])
    found.user.__dict__.pop("roles_today", None)
    summary = f"Role ended: {found}, on {ended_date:%-d %B %Y}"
    _record("end_role", found.user, summary, ["role"], by, at)
    return found


@transaction.atomic
def change_password(*, old: str, new: str, by: User, at: datetime) -> None:
    """Somebody changes their own password. Their other sessions end."""
    user = User.objects.select_for_update().get(pk=by.pk)
    if not user.check_password(old):
        raise rules.WrongPassword("The password you have now is not the one you entered.")
    _set_password(user, new)
    user.save(update_fields=["password"])
    by.password = user.password
    _record("change_password", user, "Password changed", ["password"], by, at)


@transaction.atomic
def give_new_password(*, user: User, password: str, by: User | None, at: datetime) -> None:
    """Somebody who looks after people gives a new password. The person's sessions end.

    They are told, and sign nothing for a few days: see resets. Nobody gives themselves one: that
    would go without the old password, and without the wait.
    """
    _require(by)
    if by is not None and by.pk == user.pk:
        raise rules.CannotSetPassword(
            "You cannot give yourself a new password. Change it on your account page, with the one "
            "you have now."
        )
    found = User.objects.select_for_update().get(pk=user.pk)
    _set_password(found, password)
    found.save(update_fields=["password"])
    resets.keep(user=found, what=Reset.What.PASSWORD, by=by, at=at)
    _record("give_new_password", found, "New password given", ["password"], by, at)


@transaction.atomic
def stop_sign_in(*, user: User, by: User | None, at: datetime) -> None:
    """Stop somebody from signing in, at once. Their roles and what they did stay on record."""
    _require(by)
    if by is not None and by.pk == user.pk:
        raise rules.CannotStopPerson(
            "You cannot stop your own sign-in. Ask another administrator to do it."
        )
    _set_active(user, False, "stop_sign_in", "Sign-in stopped", by, at)


@transaction.atomic
def allow_sign_in(*, user: User, by: User | None, at: datetime) -> None:
    """Let somebody sign in again."""
    _require(by)
    _set_active(user, True, "allow_sign_in", "Sign-in allowed again", by, at)


@transaction.atomic
def forget_person(*, user: User, by: User, at: datetime) -> None:
    """Take away the name, email address and password of somebody who has no role any more.

    What they did stays on record, by somebody without a name. It cannot be undone.
    """
    viewer.require(by, Permission.CARE_FOR_DATA)
    found = User.objects.select_for_update().get(pk=user.pk)
    if by.pk == found.pk:
        raise rules.CannotStopPerson("You cannot erase your own account.")
    if found.given_roles.in_force_on(timezone.localdate(at)).exists():
        raise rules.CannotStopPerson(
            "The account has a role that is in force. End its roles first, or tell the person that "
            "it stays as long as they have the task."
        )
    found.name = "Somebody who left"
    found.email = f"erased-{found.pk}@sightline.invalid"
    found.is_active = False
    found.last_login = None
    found.set_unusable_password()
    found.save()
    EmailAddress.objects.filter(user=found).delete()
    SecondFactor.objects.filter(user=found).delete()
    AccessKey.objects.filter(user=found).delete()
    _record(
        "forget_person", found, "Name and address erased", ["name", "email", "password"], by, at
    )


def _set_active(
    user: User, active: bool, action: str, summary: str, by: User | None, at: datetime
) -> None:
    # Both rows are locked, so that two who stop each other cannot both succeed.
    keys = [user.pk] if by is None else [user.pk, by.pk]
    locked = {one.pk: one for one in User.objects.select_for_update().filter(pk__in=keys)}
    if by is not None and not locked[by.pk].is_active:
        raise NotPermitted("Your own sign-in has been stopped. Nothing was changed.")
    found = locked[user.pk]
    if found.is_active == active:
        raise rules.CannotStopPerson("This was done already. Nothing was changed.")
    found.is_active = user.is_active = active
    found.save(update_fields=["is_active"])
    _record(action, found, summary, ["is_active"], by, at)


def _record(
    action: str, user: User, summary: str, fields: list[str], by: User | None, at: datetime
) -> None:
    record.record(
        action=f"people.{action}", subject=user, by=by, at=at, summary=summary, fields=fields
    )
