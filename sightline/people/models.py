from __future__ import annotations

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sightline.access import roles
from sightline.access.patch import Patch
from sightline.access.permissions import Permission
from sightline.organisations.models import Organisation


class UserManager(BaseUserManager["User"]):
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
        ordering = ["name"]

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
    def in_force_on(self, day: object) -> GivenRoleQuerySet:
        return self.filter(from_date__lte=day).filter(Q(to_date=None) | Q(to_date__gte=day))


class GivenRole(models.Model):
    """A role given to a person at a place, from a day, to a day. No place: the whole country."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="given_roles")
    role = models.CharField(
        max_length=40, choices=[(r.value, d.name) for r, d in roles.ROLES.items()]
    )
    place = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    objects = GivenRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")),
                name="role_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["national_lead", "administrator"], place=None)
                | (~Q(role__in=["national_lead", "administrator"]) & Q(place__isnull=False)),
                name="national_roles_have_no_place_and_others_have_one",
            ),
        ]

    def __str__(self) -> str:
        where = self.place.name if self.place else "England"
        return f"{self.get_role_display()}, {where}"
