from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sightline.access.permissions import Permission
from sightline.access.roles import Role
from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, PASSWORD, Cast, Country, make_user
from sightline.people import actions, rules
from sightline.people.models import GivenRole, User
from sightline.trail.models import Entry

LONG = "a rather long passphrase"


def today() -> date:
    return timezone.localdate()


def lines_of(user: User) -> list[str]:
    found = Entry.objects.filter(subject_type="people.user", subject_key=str(user.pk))
    return [entry.summary for entry in found.order_by("id")]


def add(cast: Cast, **changes: object) -> User:
    details: dict[str, object] = {
        "email": " New.Person@Example.org ",
        "name": "New  Person",
        "password": LONG,
        "by": cast.administrator,
        "at": NOW,
    }
    return actions.add_person(**(details | changes))  # type: ignore[arg-type]


def give(cast: Cast, **changes: object) -> GivenRole:
    details: dict[str, object] = {
        "user": cast.learner,
        "role": Role.ICB_LEAD,
        "place": None,
        "from_date": today(),
        "by": cast.administrator,
        "at": NOW,
    }
    return actions.give_role(**(details | changes))  # type: ignore[arg-type]


def test_a_person_is_added_without_any_role(cast: Cast) -> None:
    person = add(cast)
    assert (person.email, person.name) == ("new.person@example.org", "New Person")
    assert person.check_password(LONG)
    assert not any(person.can(permission) for permission in Permission)
    assert lines_of(person) == ["Person added"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "nobody"}, "correct format"),
        ({"name": "  "}, "Enter the person's name"),
        ({"email": "ADA@example.org"}, "already"),
        ({"password": "short"}, "too short"),
        ({"password": "new.person@example.org"}, "too similar"),
    ],
)
def test_a_person_is_refused_with_a_sentence(
    cast: Cast, changes: dict[str, str], sentence: str
) -> None:
    before = User.objects.count()
    with pytest.raises(Refusal, match=sentence):
        add(cast, **changes)
    assert User.objects.count() == before


def test_two_people_cannot_share_an_email_in_other_capitals(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Ada@Example.org", name="Another Ada")


@pytest.mark.parametrize("who", ["national", "north_manager", "icb_lead", "director", "learner"])
def test_only_administrators_change_people(cast: Cast, country: Country, who: str) -> None:
    by = getattr(cast, who)
    given = cast.director.given_roles.get()
    tries = [
        lambda: add(cast, by=by),
        lambda: give(cast, by=by, place=country.north_icb),
        lambda: actions.end_role(given=given, ended_date=today(), by=by, at=NOW),
        lambda: actions.give_new_password(user=cast.director, password=LONG, by=by, at=NOW),
        lambda: actions.stop_sign_in(user=cast.director, by=by, at=NOW),
        lambda: actions.allow_sign_in(user=cast.director, by=by, at=NOW),
    ]
    for attempt in tries:
        with pytest.raises(NotPermitted):
            attempt()
    assert lines_of(cast.director) == []


def test_a_role_counts_from_its_day_at_its_place(cast: Cast, country: Country) -> None:
    person = add(cast)
    assert not person.can(Permission.VIEW_RESULTS)
    give(cast, user=person, place=country.north_icb, from_date=today() + timedelta(days=1))
    assert not person.can(Permission.VIEW_RESULTS)
    give(cast, user=person, place=country.north_icb_two)
    assert person.patch(Permission.VIEW_RESULTS).icbs == {country.north_icb_two.pk}
    assert lines_of(person)[-1].startswith("Role given: ICB education lead, Northdale ICB, from ")


def test_the_same_role_is_not_given_twice(cast: Cast, country: Country) -> None:
    give(cast, place=country.north_icb)
    with pytest.raises(rules.CannotGiveRole, match="has this role there already"):
        give(cast, place=country.north_icb)
    with pytest.raises(IntegrityError), transaction.atomic():
        GivenRole.objects.create(
            user=cast.learner, role=Role.ICB_LEAD, place=country.north_icb, from_date=today()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        GivenRole.objects.create(
            user=cast.administrator, role=Role.ADMINISTRATOR, place=None, from_date=today()
        )


def test_a_role_can_be_given_again_after_it_ended(cast: Cast, country: Country) -> None:
    first = give(cast, place=country.north_icb, from_date=today() - timedelta(days=9))
    actions.end_role(given=first, ended_date=today(), by=cast.administrator, at=NOW)
    give(cast, place=country.north_icb)
    assert cast.learner.given_roles.filter(role=Role.ICB_LEAD).count() == 2


def test_a_role_that_ends_today_stops_at_once(cast: Cast) -> None:
    given = cast.director.given_roles.get()
    ended = actions.end_role(
        given=given, ended_date=today(), by=cast.administrator, at=timezone.now()
    )
    assert not ended.user.can(Permission.VIEW_RESULTS)
    assert lines_of(cast.director)[-1].startswith("Role ended: Director of education, Aldermoor")
    with pytest.raises(rules.CannotEndRole, match="already"):
        actions.end_role(given=given, ended_date=today(), by=cast.administrator, at=timezone.now())


def test_nobody_ends_their_own_last_administrator_role(cast: Cast) -> None:
    mine = cast.administrator.given_roles.get()
    with pytest.raises(rules.CannotEndRole, match="Ask another administrator"):
        actions.end_role(given=mine, ended_date=today(), by=cast.administrator, at=timezone.now())
    other = make_user("Otto Other", Role.ADMINISTRATOR)
    actions.end_role(given=mine, ended_date=today(), by=other, at=timezone.now())
    with pytest.raises(rules.CannotEndRole):
        actions.end_role(
            given=other.given_roles.get(), ended_date=today(), by=other, at=timezone.now()
        )


def test_an_administrator_whose_role_was_ended_meanwhile_ends_nobody_elses(cast: Cast) -> None:
    other = make_user("Otto Other", Role.ADMINISTRATOR)
    assert other.can(Permission.MANAGE_PEOPLE)
    stale = User.objects.get(pk=cast.administrator.pk)
    assert stale.can(Permission.MANAGE_PEOPLE)
    actions.end_role(given=stale.given_roles.get(), ended_date=today(), by=other, at=timezone.now())
    with pytest.raises(NotPermitted):
        actions.end_role(
            given=other.given_roles.get(), ended_date=today(), by=stale, at=timezone.now()
        )


def test_people_change_their_own_password(cast: Cast) -> None:
    with pytest.raises(rules.WrongPassword, match="not the one"):
        actions.change_password(old="wrong", new=LONG, by=cast.learner, at=NOW)
    with pytest.raises(rules.CannotSetPassword, match="too short"):
        actions.change_password(old=PASSWORD, new="short", by=cast.learner, at=NOW)
    actions.change_password(old=PASSWORD, new=LONG, by=cast.learner, at=NOW)
    assert User.objects.get(pk=cast.learner.pk).check_password(LONG)
    assert lines_of(cast.learner) == ["Password changed"]


def test_sign_in_is_stopped_and_allowed_again(cast: Cast) -> None:
    actions.stop_sign_in(user=cast.director, by=cast.administrator, at=NOW)
    assert not User.objects.get(pk=cast.director.pk).can(Permission.VIEW_RESULTS)
    with pytest.raises(rules.CannotStopPerson, match="already"):
        actions.stop_sign_in(user=cast.director, by=cast.administrator, at=NOW)
    actions.allow_sign_in(user=cast.director, by=cast.administrator, at=NOW)
    assert User.objects.get(pk=cast.director.pk).can(Permission.VIEW_RESULTS)
    with pytest.raises(rules.CannotStopPerson, match="your own"):
        actions.stop_sign_in(user=cast.administrator, by=cast.administrator, at=NOW)


def test_somebody_stopped_meanwhile_stops_nobody_else(cast: Cast) -> None:
    other = make_user("Otto Other", Role.ADMINISTRATOR)
    stale = User.objects.get(pk=cast.administrator.pk)
    actions.stop_sign_in(user=cast.administrator, by=other, at=NOW)
    with pytest.raises(NotPermitted):
        actions.stop_sign_in(user=other, by=stale, at=NOW)


def test_the_service_itself_can_add_the_first_administrator(db: None) -> None:
    person = actions.add_person(
        email="first@example.org", name="First", password=LONG, by=None, at=NOW
    )
    actions.give_role(
        user=person, role=Role.ADMINISTRATOR, place=None, from_date=today(), by=None, at=NOW
    )
    assert person.can(Permission.MANAGE_PEOPLE)


def test_only_administrators_see_people(cast: Cast) -> None:
    assert User.objects.visible_to(cast.administrator).count() == 8
    assert GivenRole.objects.visible_to(cast.administrator).count() == 8
    for viewer in (cast.national, cast.north_manager, cast.director, cast.learner):
        assert not User.objects.visible_to(viewer).exists()
        assert not GivenRole.objects.visible_to(viewer).exists()
