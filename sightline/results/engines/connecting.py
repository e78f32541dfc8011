"""Which engine counts answers, and how it is reached: the setting RESULTS_ENGINE.

The libraries are extras: they are imported when an engine is asked for, and not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from sightline.results import mart

if TYPE_CHECKING:
    from ibis.backends import BaseBackend
    from ibis.expr.types import Table

#: What the setting may say. Empty: the service counts by itself, as it does out of the box.
ENGINES = ("", "duckdb", "spark")


class NoEngine(Exception):
    """The setting names no engine, or one that is not installed here. The message says which."""


def chosen() -> str:
    name = str(getattr(settings, "RESULTS_ENGINE", ""))
    if name not in ENGINES:
        raise NoEngine(f"RESULTS_ENGINE is “{name}”. Use duckdb or spark, or leave it out.")
    return name


def connect(name: str) -> BaseBackend:
    """A connection to an engine. Spark: the one of SPARK_REMOTE, else one on this computer."""
    try:
        import ibis

        if name == "duckdb":
            return ibis.duckdb.connect()
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise NoEngine(
            f"RESULTS_ENGINE is “{name}”, and {error.name} is not installed. See docs/spark.md."
        ) from None
    # With SPARK_REMOTE, Spark itself goes to that cluster and the rest does not matter.
    session = (
        SparkSession.builder.appName("sightline")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", str(settings.SPARK_PARTITIONS))
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    return ibis.pyspark.connect(session)


def answers(backend: BaseBackend, folder: Path) -> Table:
    """A folder's answers as the engine sees them: under RESULTS_ENGINE_FILES, else where they are.

    Raises mart.NotPrepared where there are none.
    """
    if not (folder / mart.ANSWERS).exists():
        raise mart.NotPrepared(f"There are no answers in {folder.name}.")
    prefix = str(settings.RESULTS_ENGINE_FILES)
    where = f"{prefix.rstrip('/')}/{folder.name}/{mart.ANSWERS}" if prefix else (
        str(folder / mart.ANSWERS)
    )  # fmt: skip
    return backend.read_parquet(where)
