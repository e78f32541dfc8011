"""How much of a round is hidden, against counting it by hand."""

import tempfile
from pathlib import Path

import pytest

from sightline.results import build, oracle
from sightline.results.levels import Level


@pytest.mark.parametrize("seed", [1, 2])
def test_what_hiding_costs_is_counted(seed):
    made = oracle.small_round(seed, 400, providers=12, programmes=6)
    with tempfile.TemporaryDirectory() as folder:
        opened = oracle.build_round(Path(folder) / "round", made, build.Thresholds(5, 10))
    members = oracle.members(made)
    for read in opened:
        said = {one.level: (one.results, one.answers) for one in read.withheld}
        assert Level.PROVIDER_PROGRAMME in said
        for level, parts in said.items():
            all_, hidden = [], []
            for key, rows in members.items():
                if key.level != level:
                    continue
                for measure in read.measures:
                    n = len(oracle.scores(rows, measure, made))
                    if n:
                        all_.append(n)
                        if not read.cell(key, measure.code).shown:
                            hidden.append(n)
            assert parts == (
                round(100 * len(hidden) / len(all_)),
                round(100 * sum(hidden) / sum(all_)),
            )
            assert len(all_) >= 100
