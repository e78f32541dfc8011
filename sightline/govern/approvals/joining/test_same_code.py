"""A service that runs may hold places that say the same code: the migration leaves one with it."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from sightline.conftest import NOW, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.joining import actions
from sightline.govern.approvals.joining.models import NewPlace
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
migration = import_module("sightline.govern.migrations.0007_a_new_place_is_put_in_once")


def put_in(country: Country, schools: Schools, name: str, code: str, minutes: int) -> NewPlace:
    made = actions.register_place(
        name=name, address="1 High Street", postcode="AB1 2CD", kind="practice",
        setting="gp_practice", board=country.north_icb, ods_code="", by=schools.lead,
        at=NOW + timedelta(minutes=minutes),
    )  # fmt: skip
    NewPlace.objects.filter(organisation=made).update(ods_code=code)
    return NewPlace.objects.get(organisation=made)


def test_the_first_keeps_the_code_and_nothing_is_lost(country: Country, schools: Schools) -> None:
    (constraint,) = (
        one for one in NewPlace._meta.constraints if one.name == "a_new_place_is_put_in_once"
    )
    editor = connection.SchemaEditorClass(connection)
    with connection.cursor() as cursor:
        cursor.execute(str(constraint.remove_sql(NewPlace, editor)))
    late = put_in(country, schools, "Elmbrook", "zq9", 9)
    first = put_in(country, schools, "Elmbrook Surgery", "ZQ9", 1)
    third = put_in(country, schools, "Elm Brook", "Zq9", 12)
    others = [
        put_in(country, schools, f"Other {number}", code, number)
        for number, code in enumerate(["", "", "ZQ10"])
    ]
    before = {one.pk: one.address for one in NewPlace.objects.all()}
    for _ in range(2):  # a second time changes nothing
        migration.keep_the_first(apps, None)
        codes = dict(NewPlace.objects.values_list("pk", "ods_code"))
        assert codes == {
            first.pk: "ZQ9", late.pk: "", third.pk: "",
            **{one.pk: one.ods_code for one in others},
        }  # fmt: skip
    assert {one.pk: one.address for one in NewPlace.objects.all()} == before
    lines = Entry.objects.filter(action="govern.approvals.joining.same_code").order_by("pk")
    assert [(one.reference, one.summary) for one in lines] == [
        (
            one.organisation.code,
            f"Put in with the code {code}, which {first.organisation.code} has as well. The code "
            "is kept there. Look whether both are one place.",
        )
        for one, code in ((late, "zq9"), (third, "Zq9"))
    ]
    connection.check_constraints()  # what waits for the end of the transaction stands in the way
    with connection.cursor() as cursor:
        cursor.execute(str(constraint.create_sql(NewPlace, editor)))
    with pytest.raises(IntegrityError), transaction.atomic():
        NewPlace.objects.filter(pk=late.pk).update(ods_code="zQ9")
