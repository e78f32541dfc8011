from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast, Country
from sightline.design import downloads
from sightline.design.tables import Column, Table
from sightline.govern.capacity.file import actions, reading
from sightline.govern.capacity.file.actions import CannotTake
from sightline.govern.capacity.file.test_reading import HEAD, row
from sightline.govern.capacity.models import CapacityFigure, CapacityFile
from sightline.organisations.models import LearningEnvironment
from sightline.people.models import GivenRole, User

pytestmark = pytest.mark.django_db


def csv_of(*rows: list[str]) -> BytesIO:
    return BytesIO("\n".join(",".join(one) for one in [HEAD, *rows]).encode())


def xlsx_of(*rows: list[str]) -> BytesIO:
    table = Table("Capacity", [Column(one) for one in HEAD], rows, made_up=True)
    return BytesIO(downloads.xlsx_bytes(table))


def upload(file: BytesIO, by: User) -> CapacityFile:
    return actions.upload(file=file, name="list", by=by, at=NOW)


@pytest.mark.parametrize("made", [csv_of, xlsx_of])
def test_read_first_then_applied_once(made: Any, country: Country, cast: Cast) -> None:
    file = upload(made(row(), row(code="ZP00001", actual="")), cast.north_manager)
    assert (file.problems, len(file.rows)) == ([], 3)
    assert not CapacityFigure.objects.exists(), "nothing is recorded before it is applied"
    done = actions.apply(file=file, by=cast.north_manager, at=NOW)
    assert (done.new, done.corrected, done.same) == (3, 0, 0)
    with pytest.raises(CannotTake, match="applied already"):
        actions.apply(file=file, by=cast.north_manager, at=NOW)
    again = upload(made(row(actual="25"), row(code="ZP00001", actual="")), cast.north_manager)
    done = actions.apply(file=again, by=cast.north_manager, at=NOW + timedelta(hours=1))
    assert (done.new, done.corrected, done.same) == (0, 1, 2)
    assert CapacityFigure.objects.count() == 4


def test_a_file_with_a_row_in_error_changes_nothing(country: Country, cast: Cast) -> None:
    file = upload(csv_of(row(), row(code="ZS001")), cast.north_manager)
    assert file.problems[0].startswith("Row 3: there is no provider")
    assert file.rows == []
    with pytest.raises(CannotTake, match="Mend them"):
        actions.apply(file=file, by=cast.north_manager, at=NOW)
    assert not CapacityFigure.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        CapacityFile.objects.filter(pk=file.pk).update(applied_at=NOW)


def test_a_provider_gives_its_own_actual_numbers(country: Country, cast: Cast) -> None:
    file = upload(csv_of(row(), row(code="ZN002", approved="")), cast.director)
    assert [one.split(".")[0] for one in file.problems] == [
        "Row 2: you may not give approved numbers of this place",
        "Row 3: there is no provider or site with the code “ZN002” that you look after",
    ]
    mine = upload(csv_of(row(approved="")), cast.director)
    assert actions.apply(file=mine, by=cast.director, at=NOW).new == 1
    for person in (cast.learner, cast.administrator):
        with pytest.raises(NotPermitted):
            upload(csv_of(row()), person)


def test_who_lost_the_role_meanwhile_and_who_did_not_upload_it_are_refused(
    country: Country, cast: Cast
) -> None:
    file = upload(csv_of(row()), cast.north_manager)
    with pytest.raises(CannotTake, match="Somebody else uploaded"):
        actions.apply(file=file, by=cast.national, at=NOW)
    GivenRole.objects.filter(user=cast.north_manager).update(place=country.south)
    moved = User.objects.get(pk=cast.north_manager.pk)
    with pytest.raises(CannotTake, match="no longer"):
        actions.apply(file=file, by=moved, at=NOW)
    assert not CapacityFigure.objects.exists()


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.4", b"PK\x03\x04rubbish", b"\x00" * 9])
def test_what_is_no_list_is_refused_with_a_sentence(content: bytes, cast: Cast) -> None:
    with pytest.raises(CannotTake):
        upload(BytesIO(content), cast.north_manager)
    assert not CapacityFile.objects.exists()


def test_what_is_too_large_is_not_read(cast: Cast) -> None:
    with pytest.raises(CannotTake, match="larger than 8 MB"):
        upload(BytesIO(b"x" * (actions.LARGEST + 1)), cast.north_manager)


def test_six_thousand_rows_are_read_with_as_many_queries_as_two(
    country: Country, cast: Cast
) -> None:
    LearningEnvironment.objects.bulk_create(
        LearningEnvironment(organisation=country.trust, name=f"Ward {number}")
        for number in range(6000)
    )
    counts = []
    assert cast.north_manager.roles_today  # read once, for every question
    for many in (2, 6000):
        rows = [row(environment=f"Ward {number}") for number in range(many)]
        with CaptureQueriesContext(connection) as asked:
            file = upload(csv_of(*rows), cast.north_manager)
            actions.plan(file=file, by=cast.north_manager, at=NOW)
        counts.append(len(asked))
        assert len(file.rows) == 2 * many
    assert counts[0] == counts[1]
    assert actions.apply(file=file, by=cast.north_manager, at=NOW).new == 12_000
    assert CapacityFigure.objects.standing_on(NOW.date()).count() == 12_000
    assert reading.MOST_ROWS >= 6000
