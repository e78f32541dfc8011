"""One history of the tables per stage, and nothing in the models that it lacks."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.house.source import PACKAGE

OURS = sorted(
    config.label
    for config in apps.get_app_configs()
    if config.path.startswith(str(PACKAGE)) and any(config.get_models())
)


@pytest.mark.django_db
def test_the_models_need_no_further_migration():
    said = io.StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(f"Run manage.py makemigrations:\n{said.getvalue()}")


def test_there_are_apps_with_tables():
    assert len(OURS) > 5


@pytest.mark.parametrize("label", OURS)
def test_the_history_is_one_line(label):
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    own = [key for key in graph.nodes if key[0] == label]
    assert own, "This app has models and no migration"
    children = {
        key: [child.key for child in graph.node_map[key].children if child.key[0] == label]
        for key in own
    }
    assert [key for key, after in children.items() if len(after) > 1] == [], "It forks here"
    assert len(graph.leaf_nodes(label)) == 1
