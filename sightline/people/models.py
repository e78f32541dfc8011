from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from sightline.access import roles
from sightline.access.patch import Patch
from sightline.access.permissions import Permission
from sightline.access.roles import Role
from sightline.organisations.models import Organisation
from sightline.people.keys.models import AccessKey
from sightline.people.resets.models import Reset
from sightline.people.second_factor.models import SecondFactor

__all__ = [
    "AccessKey",
    "GivenRole",
    "GivenRoleQuerySet",
    "Reset",
    "SecondFactor",
    "User",
    "UserManager",
    "UserQuerySet",
]

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


#: Roles for the whole country.
_NATIONAL = ["national_lead", "administrator", "restricted_cases_national", "education_lead"]


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, viewer: Viewer) -> UserQuerySet:
        """Everybody for those who look after people; nobody for others."""
        return self if viewer.can(Permission.MANAGE_PEOPLE) else self.none()


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> UserQuerySet:
        return self.get_queryset().visible_to(viewer)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who can sign in. What they may do comes from the roles given to them, only."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_made_up = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name", "email"]
        constraints = [
            # A.Name@ and a.name@ are one mailbox; sign-in does not look at capitals.
            models.UniqueConstraint(Lower("email"), name="one_person_of_an_email"),
            models.CheckConstraint(condition=~Q(name=""), name="a_person_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def roles_today(self) -> list[GivenRole]:
        today = timezone.localdate()
        return list(self.given_roles.in_force_on(today).select_related("place"))

    def can(self, permission: Permission) -> bool:
        return self.is_active and any(
            roles.may(given.role, permission) for given in self.roles_today
        )

    def patch(self, permission: Permission) -> Patch:
        places = [g.place for g in self.roles_today if roles.may(g.role, permission)]
        if not self.is_active or not places:
            return Patch()
        if None in places:
            return Patch(nation=True)
        found = [place for place in places if place is not None]
        return Patch(
            regions=frozenset(p.pk for p in found if p.kind == Organisation.Kind.REGION),
            icbs=frozenset(p.pk for p in found if p.kind == Organisation.Kind.ICB),
            providers=frozenset(p.pk for p in found if p.provider_id == p.pk),
        )


class GivenRoleQuerySet(models.QuerySet["GivenRole"]):
    def in_force_on(self, day: date) -> GivenRoleQuerySet:
        return self.filter(from_date__lte=day).filter(Q(ended_date=None) | Q(ended_date__gt=day))

    def visible_to(self, viewer: Viewer) -> GivenRoleQuerySet:
        """Every role for those who look after people; nothing for others."""
        return self if viewer.can(Permission.MANAGE_PEOPLE) else self.none()


class GivenRole(models.Model):
    """A role given to a person at a place, from a day. No place: the whole country.

    ``ended_date`` is the first day on which it no longer counts, so that a role ended today stops
    at once.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="given_roles")
    role = models.CharField(
        max_length=40, choices=[(r.value, d.name) for r, d in roles.ROLES.items()]
    )
    place = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    from_date = models.DateField()
    ended_date = models.DateField(null=True, blank=True)

    objects = GivenRoleQuerySet.as_manager()

    class Meta:
        ordering = ["-from_date", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_date=None) | Q(ended_date__gte=F("from_date")),
                name="role_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(role__in=_NATIONAL, place=None)
                | (~Q(role__in=_NATIONAL) & Q(place__isnull=False)),
                name="national_roles_have_no_place_and_others_have_one",
            ),
            # Two, because databases do not agree whether one empty place equals another.
            models.UniqueConstraint(
                fields=["user", "role", "place"],
                condition=Q(ended_date=None, place__isnull=False),
                name="nobody_holds_a_role_twice_at_a_place",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ended_date=None, place=None),
                name="nobody_holds_a_national_role_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.called}, {self.place_name}"

    @property
    def called(self) -> str:
        """The role as it is called at its place: only trusts have a director of education."""
        kinds = Organisation.Kind
        is_small = self.place is not None and self.place.kind not in (kinds.TRUST, kinds.SITE)
        if self.role == Role.DIRECTOR_OF_EDUCATION and is_small:
            return "Lead for education"
        return str(self.get_role_display())

    @property
    def place_name(self) -> str:
        if self.role == Role.EDUCATION_LEAD:
            return "the education providers that an administrator names"
        return self.place.name if self.place else "England"
