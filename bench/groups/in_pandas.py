"""The same table with pandas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bench.groups import made_up
from bench.groups.table import COMPARED, LEVELS, MINIMUM, PARQUET, Sums, student


def melted(folder: Path) -> Any:
    """The way an analyst would write it: one row an answer, then group by."""
    answers = pd.read_parquet(folder / PARQUET)
    _geography(answers)
    keys = sorted({key for keys in LEVELS.values() for key in keys})
    long = answers.melt(id_vars=keys, value_vars=list(made_up.ITEMS), var_name="item")
    long = long[long["value"] > 0]
    long["score"] = long["value"].map(dict(enumerate(made_up.SCORES, start=1)))
    long["positive"] = long["score"] >= 75
    tables = []
    for level, by in LEVELS.items():
        grouped = long.groupby([*by, "item"], observed=True)
        table = grouped.agg(
            n=("score", "size"),
            mean=("score", "mean"),
            sd=("score", "std"),
            positive=("positive", "mean"),
        ).reset_index()
        tables.append(_named(table, level, by))
    return _finish(pd.concat(tables, ignore_index=True))


def wide(folder: Path) -> Any:
    """pandas without the melt: sums of scores and squares of the wide table, level by level."""
    answers = pd.read_parquet(folder / PARQUET)
    _geography(answers)
    items = list(made_up.ITEMS)
    given = answers[items].to_numpy()
    has = given > 0
    score = np.concatenate([[0.0], made_up.SCORES])[given]
    blocks = {
        "n": has.astype(np.float64),
        "total": score,
        "squares": score**2,
        "good": (has & (score >= 75)).astype(np.float64),
    }
    tables = []
    for level, by in LEVELS.items():
        keys = [answers[key] for key in by]
        long = {}
        for name, block in blocks.items():
            summed = pd.DataFrame(block, columns=items).groupby(keys, observed=True).sum()
            long[name] = summed.stack()
        table = pd.DataFrame(long)
        table.index.names = [*by, "item"]
        table = table[table["n"] > 0].reset_index()
        table["mean"] = table["total"] / table["n"]
        spread = (table["squares"] - table["total"] * table["mean"]) / (table["n"] - 1)
        table["sd"] = np.sqrt(spread.where(table["n"] > 1).clip(lower=0))
        table["positive"] = table["good"] / table["n"]
        tables.append(_named(table, level, by))
    return _finish(pd.concat(tables, ignore_index=True))


def _geography(answers: pd.DataFrame) -> None:
    where = made_up.places()
    provider = answers["provider_code"]
    for place, name in enumerate(("icb", "region")):
        of = {code: providers[place] for code, providers in where.providers.items()}
        answers[name] = provider.map(of).astype("category")
    answers["nation"] = pd.Categorical(["ENG"] * len(answers))


def _named(table: pd.DataFrame, level: str, by: list[str]) -> pd.DataFrame:
    code = table[by[0]].astype(str)
    for key in by[1:]:
        code = code + "/" + table[key].astype(str)
    wanted = table[["item", "n", "mean", "sd", "positive"]].copy()
    wanted.insert(0, "code", code)
    wanted.insert(0, "level", level)
    return wanted


def _finish(table: pd.DataFrame) -> pd.DataFrame:
    """Intervals, difference, quartile and flag."""
    half = student(table["n"].to_numpy()) * table["sd"] / np.sqrt(table["n"])
    table["low"], table["high"] = table["mean"] - half, table["mean"] + half
    nation = table[table["level"] == "nation"].set_index("item")["mean"]
    table["difference"] = table["mean"] - table["item"].map(nation)
    table["shown"] = table["n"] >= MINIMUM
    seen = table["mean"].where(table["shown"])
    among = seen.groupby([table["level"], table["item"]])
    q1, q3 = among.transform("quantile", 0.25), among.transform("quantile", 0.75)
    table["quartile"] = np.select([seen <= q1, seen >= q3], [0, 2], 1)
    return table


def sums(table: pd.DataFrame) -> Sums:
    return {
        str(level): (len(rows), *(float(rows[name].sum()) for name in COMPARED))
        for level, rows in table.groupby("level")
    }
