"""The same round, counted by the service, by DuckDB and by Spark, is the same to the last byte."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sightline.results import gate, mart
from sightline.results.engines import connecting
from sightline.results.factories import MEASURES, make_dataset, spread
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Dataset

pytestmark = [
    pytest.mark.django_db,
    # Ibis calls what DuckDB has given another name since.
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
]


def needs_java() -> None:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17, and this computer has none")


@pytest.fixture
def answers() -> dict[Any, Any]:
    """Providers, sites, programmes, and people of whom one thing or another is not known."""
    given: dict[Any, Any] = {
        (code, site, programme): spread(14 + 3 * at, seed=at)
        for at, (code, site, programme) in enumerate(
            [("ZN001", "", "CST"), ("ZN001", "ZN001A", "CST"), ("ZN002", "", "NADULT"),
             ("ZS001", "", "CST"), ("ZS001", "", ""), ("ZN002", "", "")]
        )
    }  # fmt: skip
    # Some answered little, and so have no score for a theme.
    given[("ZN001", "", "NADULT")] = [
        [0, 0, 3],
        [5, 0, 0],
        [0, 0, 0],
        [1, 2, 3],
        [0, 4, 4],
        [2, 2, 0],
    ]
    return given


def built(answers: dict[Any, Any], engine: str, settings: Any) -> dict[str, bytes]:
    """Every file of the round that is read by pages, by its name."""
    settings.RESULTS_ENGINE = engine
    dataset = make_dataset(answers, measures=MEASURES, year=2026)
    folder = mart.folder_of(dataset.folder)
    return {
        path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix == ".npy"
    }


@pytest.fixture
def spark() -> Iterator[None]:
    needs_java()
    yield
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    if session is not None:
        session.stop()


def test_duckdb_gives_what_the_service_gives(
    country: Any, answers: dict[Any, Any], settings: Any
) -> None:
    own = built(answers, "", settings)
    assert {"counts.npy", "themes.npy", "shown-inside.npy", "colours-public.npy"} <= set(own)
    Dataset.objects.all().delete()
    assert built(answers, "duckdb", settings) == own


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_spark_gives_the_same_numbers_and_the_same_order(
    country: Any, answers: dict[Any, Any], settings: Any, spark: None
) -> None:
    of_duckdb = built(answers, "duckdb", settings)
    ranks = _ranks()
    Dataset.objects.all().delete()
    assert built(answers, "spark", settings) == of_duckdb
    assert _ranks() == ranks


def _ranks() -> list[list[str]]:
    """Providers from the highest score to the lowest, for each item."""
    round_ = gate.open_round(Dataset.objects.get())
    keys = round_.children(GroupKey(Level.NATION, "ENG"), Level.PROVIDER)
    found = []
    for info in round_.measures:
        cells = [(round_.cells([key], [info.code])[0][0], key) for key in keys]
        scored = [(cell.score, key.code) for cell, key in cells if cell.score is not None]
        found.append([code for _, code in sorted(scored, reverse=True)])
    return found


def test_an_answer_off_the_scale_is_found_there_too(
    country: Any, answers: dict[Any, Any], settings: Any
) -> None:
    settings.RESULTS_ENGINE = "duckdb"
    answers[("ZN001", "", "NADULT")].append([9, 1, 1])
    with pytest.raises(Exception, match="not on its scale"):
        make_dataset(answers, measures=MEASURES, year=2026)


def test_a_setting_that_names_no_engine_is_said(settings: Any, tmp_path: Path) -> None:
    settings.RESULTS_ENGINE = "hamsters"
    with pytest.raises(connecting.NoEngine, match="Use duckdb or spark"):
        connecting.chosen()
    settings.RESULTS_ENGINE = ""
    assert connecting.chosen() == ""
    with pytest.raises(mart.NotPrepared):
        connecting.answers(connecting.connect("duckdb"), tmp_path)


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(connecting.NoEngine, match="not installed"):
        connecting.connect("spark")
