"""The same table with DuckDB's SQL, and what reading the file alone takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from bench.groups import in_polars, made_up
from bench.groups.table import LEVELS, PARQUET, Sums


def unpivoted(folder: Path) -> Any:
    """SQL the way an analyst would write it: one row an answer, and grouping sets."""
    con = _answers(folder)
    keys = sorted({key for keys in LEVELS.values() for key in keys})
    sets = ", ".join(f"({', '.join([*by, 'item'])})" for by in LEVELS.values())
    score = " ".join(f"when {at} then {s}" for at, s in enumerate(made_up.SCORES, start=1))
    found = con.sql(
        f"""
        with long as (
            select {", ".join(keys)}, item, case value {score} end as score
            from (unpivot answers on {", ".join(made_up.ITEMS)} into name item value value)
            where value > 0
        )
        select {", ".join(keys)}, {", ".join(f"grouping({key}) as g_{key}" for key in keys)},
            item, count(*) as n, avg(score) as mean, stddev_samp(score) as sd,
            avg((score >= 75)::int) as positive
        from long group by grouping sets ({sets})
        """
    ).pl()
    tables = []
    for level, by in LEVELS.items():
        of_level = [pl.col(f"g_{key}") == (0 if key in by else 1) for key in keys]
        known = [pl.col(key).is_not_null() for key in by]
        tables.append(
            found.filter(*of_level, *known).select(
                pl.lit(level).alias("level"),
                pl.concat_str(by, separator="/").alias("code"),
                "item",
                pl.col("n").cast(pl.UInt32),
                "mean",
                "sd",
                "positive",
            )
        )
    return in_polars.finish(pl.concat(tables))


def wide(folder: Path) -> Any:
    """SQL at its best: one wide group by a level, five counts an item."""
    con = _answers(folder)
    counts = ", ".join(
        f'count(*) filter ({item} = {at}) as "{item}:{at}"'
        for item in made_up.ITEMS
        for at in range(1, 6)
    )
    found = []
    for by in LEVELS.values():
        keys, known = ", ".join(by), " and ".join(f"{key} is not null" for key in by)
        found.append(
            con.sql(f"select {keys}, {counts} from answers where {known} group by {keys}").pl()
        )
    return in_polars.from_counts(found)


def scan(folder: Path) -> Any:
    """The floor: the sum of each of the 60 columns, nothing grouped."""
    sums = ", ".join(f"sum({item})" for item in made_up.ITEMS)
    query = f"select {sums} from read_parquet('{folder / PARQUET}')"
    return duckdb.connect().execute(query).fetchall()


def _answers(folder: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    where = pl.DataFrame(
        [(code, icb, region) for code, (icb, region, _) in made_up.places().providers.items()],
        schema=["code", "icb", "region"],
        orient="row",
    )
    con.register("places", where.to_arrow())
    # A view: the file is read by each query, as in the other ways.
    con.sql(
        f"""
        create view answers as
        select 'ENG' as nation, places.region, places.icb, a.*
        from read_parquet('{folder / PARQUET}') a left join places on a.provider_code = places.code
        """
    )
    return con


sums = in_polars.sums

__all__ = ["Sums", "scan", "sums", "unpivoted", "wide"]
