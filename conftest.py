"""How tests draw their examples."""

import os

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

# No test depends on how busy the computer is, and the same code gives the same verdict twice.
settings.register_profile(
    "default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
# New examples each time, and many more: for a search that may take an hour.
settings.register_profile(
    "attack",
    max_examples=2_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--with-a-database",
        action="store_true",
        help="leave out tests that ask no database: they gave their answer on another one",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--with-a-database"):
        return
    without = [item for item in items if not _asks_a_database(item)]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    cls = getattr(item, "cls", None)
    return (
        bool(fixtures & {"db", "transactional_db", "django_db_setup", "database_url"})
        or item.get_closest_marker("django_db") is not None
        or (isinstance(cls, type) and issubclass(cls, TransactionTestCase))
    )
