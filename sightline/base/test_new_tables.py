"""Tables made at once are the tables that Django makes step by step."""

import re
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState, StateApps

from sightline.base import new_tables

pytestmark = pytest.mark.django_db(transaction=True)


def _operations() -> list[Operation]:
    key = ("id", models.BigAutoField(primary_key=True))
    return [
        migrations.CreateModel(
            "Shelf",
            [key, ("room", models.CharField(max_length=9)), ("place", models.IntegerField())],
        ),
        migrations.CreateModel("Book", [key, ("title", models.CharField(max_length=9))]),
        migrations.AddField("Book", "shelf", models.ForeignKey("Shelf", models.PROTECT)),
        migrations.AddField("Shelf", "best", models.ForeignKey("Book", models.PROTECT, null=True)),
        migrations.AddIndex("Book", models.Index(fields=["title"], name="books_by_title")),
        migrations.AddConstraint(
            "Shelf",
            models.CheckConstraint(
                condition=models.Q(place__gt=0), name="place_is_counted_from_one"
            ),
        ),
        migrations.AddConstraint(
            "Book",
            models.UniqueConstraint(
                fields=["title"], condition=models.Q(shelf__isnull=False), name="title_once"
            ),
        ),
        # From here on Shelf stands, and is altered like any other table.
        migrations.AlterField("Shelf", "room", models.CharField(max_length=20)),
        migrations.AddField("Shelf", "height", models.IntegerField(null=True)),
        migrations.CreateModel(
            "Reader", [key, ("book", models.ForeignKey("Book", models.PROTECT))]
        ),
        migrations.AddConstraint(
            "Shelf",
            models.UniqueConstraint(fields=["room", "place"], name="one_shelf_at_a_place"),
        ),
    ]


def _migration(
    kind: type[migrations.Migration], operations: list[Operation]
) -> migrations.Migration:
    return type("Migration", (kind,), {"operations": operations})("0001_books", "books")


def _made_by(kind: type[migrations.Migration]) -> tuple[dict[str, object], ProjectState]:
    """What the database says of the three tables, which are gone again afterwards."""
    migration = _migration(kind, _operations())
    with connection.schema_editor(atomic=True) as editor:
        state = migration.apply(ProjectState(), editor)
    try:
        return {table: _described(table) for table in ("book", "shelf", "reader")}, state
    finally:
        with connection.schema_editor(atomic=True) as editor:
            migration.unapply(ProjectState(), editor)


def _described(name: str) -> object:
    table = f"books_{name}"
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
        constraints = connection.introspection.get_constraints(cursor, table)
    return (
        [(one.name, one.type_code, one.display_size, one.null_ok, one.pk) for one in columns]
        if connection.vendor == "sqlite"
        else [tuple(one) for one in columns],
        # SQLite gives what has no name one that depends on the order.
        sorted(
            (re.sub(r"^(__unnamed_constraint_|sqlite_autoindex_).*", "", given), repr(what))
            for given, what in constraints.items()
        ),
    )


def test_tables_and_state_are_those_that_django_makes():
    ours, our_state = _made_by(new_tables.Migration)
    djangos, their_state = _made_by(migrations.Migration)
    assert ours == djangos
    assert our_state == their_state


def test_models_are_drawn_once_for_new_tables(monkeypatch):
    drawn: list[int] = []

    class Counted(StateApps):
        def __init__(self, real_apps: Any, models: dict[tuple[str, str], ModelState]) -> None:
            drawn.append(len(models))
            super().__init__(real_apps, models)

    monkeypatch.setattr("django.db.migrations.state.StateApps", Counted)
    migration = _migration(new_tables.Migration, _operations()[:7])
    with connection.schema_editor(atomic=True) as editor:
        state = migration.apply(ProjectState(), editor)
    assert drawn == [2]
    assert set(state.models) == {("books", "shelf"), ("books", "book")}
    with connection.schema_editor(atomic=True) as editor:
        migration.unapply(ProjectState(), editor)
