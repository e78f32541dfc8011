"""Migrations that make many tables, without drawing every model again for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Migration(migrations.Migration):
    """A migration whose new tables are made as they are at the end of it.

    The operations, the state and the way back are Django's own, and so are the tables: what is
    added to a table that the same migration made is part of its CREATE TABLE. Django would make
    the table first, add one thing after another, and draw the model and its neighbours anew for
    each, which is nearly all the time that a new database takes.
    """

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """As Django's; ``collect_sql`` (sqlmigrate) shows Django's own steps."""
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        for of_new_tables, operations in groupby(
            _marked(self.operations), key=lambda pair: pair[0]
        ):
            part = [operation for _, operation in operations]
            if of_new_tables:
                self._make(part, project_state, schema_editor)
            else:
                attributes = {"operations": part, "atomic": self.atomic}
                plain = type("Migration", (migrations.Migration,), attributes)
                plain(self.name, self.app_label).apply(project_state, schema_editor)
        return project_state

    def _make(
        self,
        operations: Iterable[Operation],
        state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
    ) -> None:
        state.__dict__.pop("apps", None)  # models are drawn once, when the first table is made
        for operation in operations:
            operation.state_forwards(self.app_label, state)
        for operation in operations:
            if isinstance(operation, CreateModel):
                operation.database_forwards(self.app_label, schema_editor, state, state)


def _marked(operations: Iterable[Operation]) -> Iterator[tuple[bool, Operation]]:
    """Each operation with whether it makes a table or adds to one made in the same stretch."""
    made: set[str] = set()
    for operation in operations:
        if isinstance(operation, CreateModel):
            made.add(operation.name.lower())
            yield True, operation
        elif (
            isinstance(operation, AddField | AddIndex | AddConstraint)
            and operation.model_name.lower() in made
        ):
            yield True, operation
        else:
            # From here on the tables stand, and are altered like any other.
            made.clear()
            yield False, operation
