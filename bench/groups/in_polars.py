"""The same table with Polars."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from bench.groups import made_up
from bench.groups.table import COMPARED, LEVELS, MINIMUM, PARQUET, Sums, student


def unpivoted(folder: Path) -> Any:
    """Polars the way an analyst would write it: lazily, one row an answer."""
    answers = _answers(folder)
    keys = sorted({key for keys in LEVELS.values() for key in keys})
    score = dict(enumerate(made_up.SCORES, start=1))
    long = (
        answers.unpivot(list(made_up.ITEMS), index=keys, variable_name="item")
        .filter(pl.col("value") > 0)
        .with_columns(pl.col("value").replace_strict(score, return_dtype=pl.Float64).alias("score"))
    )
    tables = [
        long.filter(pl.all_horizontal(pl.col(by).is_not_null()))
        .group_by([*by, "item"])
        .agg(
            n=pl.len(),
            mean=pl.col("score").mean(),
            sd=pl.col("score").std(),
            positive=(pl.col("score") >= 75).mean(),
        )
        .select(*_code(level, by), "item", "n", "mean", "sd", "positive")
        for level, by in LEVELS.items()
    ]
    return finish(pl.concat(pl.collect_all(tables)))


def wide(folder: Path) -> Any:
    """Polars at its best without leaving it: one wide group by a level, five counts an item."""
    answers = _answers(folder)
    lazy = [
        answers.filter(pl.all_horizontal(pl.col(by).is_not_null())).group_by(by).agg(_counted())
        for by in LEVELS.values()
    ]
    return from_counts(pl.collect_all(lazy))


def two_groupings(folder: Path) -> Any:
    """Sightline's own idea in Polars: count in the two finest groupings, the rest sums of sums."""
    answers = _answers(folder)
    fine = {
        "site": ["nation", "region", "icb", "provider_code", "site_code"],
        "provider-programme": ["provider_code", "programme_code"],
    }
    counted = dict(
        zip(
            fine,
            pl.collect_all(answers.group_by(by).agg(_counted()) for by in fine.values()),
            strict=True,
        )
    )
    tables = []
    for by in LEVELS.values():
        source = counted["provider-programme" if "programme_code" in by else "site"]
        rows = source.filter(pl.all_horizontal(pl.col(by).is_not_null()))
        tables.append(rows.group_by(by).agg(pl.col(r"^q\d+:\d$").sum()))
    return from_counts(tables)


def _counted() -> list[pl.Expr]:
    return [
        (pl.col(item) == place).sum().alias(f"{item}:{place}")
        for item in made_up.ITEMS
        for place in range(1, 6)
    ]


def from_counts(counted: list[pl.DataFrame]) -> pl.DataFrame:
    """The whole table from the counts of each level's groups, in numpy."""
    tables = []
    for (level, by), counted_level in zip(LEVELS.items(), counted, strict=True):
        counts = (
            counted_level.select(pl.exclude(by)).to_numpy().reshape(counted_level.height, -1, 5)
        )
        counts = counts.astype(np.float64)
        n = counts.sum(axis=2)
        scores = np.array(made_up.SCORES)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = counts @ scores / n
            sd = np.sqrt(
                (counts @ scores**2 - n * mean**2).clip(0) / np.where(n > 1, n - 1, np.nan)
            )
            positive = counts[..., :2].sum(axis=2) / n
        code = counted_level.select(_code(level, by))
        tables.append(
            pl.DataFrame(
                {
                    "level": np.repeat(code["level"], n.shape[1]),
                    "code": code["code"].gather(np.repeat(np.arange(len(n)), n.shape[1])),
                    "item": np.tile(np.array(made_up.ITEMS), len(n)),
                    "n": n.ravel().astype(np.uint32),
                    "mean": mean.ravel(),
                    "sd": sd.ravel(),
                    "positive": positive.ravel(),
                }
            ).filter(pl.col("n") > 0)
        )
    return finish(pl.concat(tables))


def _answers(folder: Path) -> pl.LazyFrame:
    where = made_up.places()
    of = pl.LazyFrame(
        [(code, icb, region) for code, (icb, region, _) in where.providers.items()],
        schema=["provider_code", "icb", "region"],
        orient="row",
    )
    codes = pl.col("provider_code", "site_code", "programme_code").cast(pl.String)
    return (
        pl.scan_parquet(folder / PARQUET)
        .with_columns(codes)
        .join(of, on="provider_code", how="left")
        .with_columns(pl.lit("ENG").alias("nation"))
    )


def _code(level: str, by: list[str]) -> list[pl.Expr]:
    return [pl.lit(level).alias("level"), pl.concat_str(by, separator="/").alias("code")]


def finish(table: pl.DataFrame) -> pl.DataFrame:
    """Intervals, difference, quartile and flag."""
    n = table["n"].to_numpy()
    half = student(n) * table["sd"].to_numpy() / np.sqrt(n)
    nation = table.filter(pl.col("level") == "nation").select("item", pl.col("mean").alias("all"))
    seen = pl.when(pl.col("shown")).then(pl.col("mean"))
    return (
        table.with_columns(
            low=pl.col("mean") - half, high=pl.col("mean") + half, shown=pl.col("n") >= MINIMUM
        )
        .join(nation, on="item")
        .with_columns(
            difference=pl.col("mean") - pl.col("all"),
            q1=seen.quantile(0.25, "linear").over("level", "item"),
            q3=seen.quantile(0.75, "linear").over("level", "item"),
        )
        .with_columns(
            quartile=pl.when(seen <= pl.col("q1"))
            .then(0)
            .when(seen >= pl.col("q3"))
            .then(2)
            .otherwise(1)
        )
    )


def sums(table: pl.DataFrame) -> Sums:
    found = table.group_by("level").agg(
        pl.len(), *(pl.col(name).cast(pl.Float64).fill_nan(None).sum() for name in COMPARED)
    )
    return {str(level): tuple(numbers) for level, *numbers in found.iter_rows()}
