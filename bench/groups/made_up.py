"""A made-up survey of national shape, the same for the same number of respondents.

About 200 trusts with 900 sites and 6,000 practices in 36 boards and 7 regions; 60 programmes of 8
professions; 60 items of five answers, one in twenty not answered. A few large trusts have most of
the respondents, as in life.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from sightline.results.mart import AnswerBatch, AnswerWriter
from sightline.results.measures import Answer, MeasureInfo, Questionnaire
from sightline.results.places import Places

ITEMS = tuple(f"q{number:02}" for number in range(1, 61))
SCORES = (100.0, 75.0, 50.0, 25.0, 0.0)
TRUSTS, SITES, PRACTICES, BOARDS, REGIONS, PROGRAMMES, PROFESSIONS = 200, 900, 6_000, 36, 7, 60, 8
SEED = 20261124


def places() -> Places:
    boards = [f"B{board:02}" for board in range(BOARDS)]
    region_of = {board: f"R{number % REGIONS}" for number, board in enumerate(boards)}
    providers = {}
    for number in range(TRUSTS):
        board = boards[number % BOARDS]
        providers[f"T{number:03}"] = (board, region_of[board], "acute")
    for number in range(PRACTICES):
        board = boards[number * 7 % BOARDS]
        providers[f"P{number:04}"] = (board, region_of[board], "practice")
    return Places(
        day=date(2026, 3, 31),
        providers=providers,
        sites={f"S{number:03}": f"T{number % TRUSTS:03}" for number in range(SITES)},
        programmes={f"G{number:02}": f"F{number % PROFESSIONS}" for number in range(PROGRAMMES)},
        branches={f"F{number}": f"branch {number}" for number in range(PROFESSIONS)},
        provider_types={"acute": "Acute trusts", "practice": "GP practices"},
    )


def questionnaire() -> Questionnaire:
    scale = tuple(
        Answer(f"answer {place}", score, score >= 75) for place, score in enumerate(SCORES, start=1)
    )
    return Questionnaire(
        items=tuple(
            MeasureInfo(code, code, "item", "", "", "", scale, standards=()) for code in ITEMS
        ),
        themes=(),
    )


def write(folder: Path, respondents: int) -> None:
    """The answers as the survey mart keeps them, in ``folder``."""
    rng = np.random.default_rng(SEED)
    where, programmes = places(), np.array([f"G{number:02}" for number in range(PROGRAMMES)])
    trusts = np.array([code for code in where.providers if code.startswith("T")])
    practices = np.array([code for code in where.providers if code.startswith("P")])
    sizes = rng.pareto(1.5, TRUSTS) + 0.2
    quality = {code: rng.normal(0, 0.35) for code in where.providers}
    with AnswerWriter(folder, ITEMS) as writer:
        for start in range(0, respondents, 50_000):
            rows = min(50_000, respondents - start)
            in_trust = rng.random(rows) < 0.8
            trust = rng.choice(trusts, rows, p=sizes / sizes.sum())
            provider = np.where(in_trust, trust, rng.choice(practices, rows))
            site = [
                f"S{int(code[1:]) + TRUSTS * int(pick):03}" if code[0] == "T" else ""
                for code, pick in zip(provider, rng.integers(0, 4, rows), strict=True)
            ]
            mood = rng.normal(0, 0.8, rows) + np.array([quality[code] for code in provider])
            felt = mood[:, None] + rng.normal(0, 1, (rows, len(ITEMS)))
            answers = 5 - np.digitize(felt, [-1.6, -0.8, 0.0, 1.2])
            answers[rng.random(answers.shape) < 0.05] = 0
            # Practices take part in four programmes, trusts in all.
            programme = programmes[rng.integers(0, np.where(in_trust, PROGRAMMES, 4))]
            writer.write(
                AnswerBatch(
                    providers=provider.tolist(),
                    sites=site,
                    programmes=programme.tolist(),
                    professions=[where.programmes[code] for code in programme],
                    answers=answers.astype(np.int8),
                )
            )
