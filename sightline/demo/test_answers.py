from datetime import date

import numpy as np
import pyarrow.csv as pacsv
from pyarrow import BufferReader

from sightline.demo import answers, country, names
from sightline.demo.country import Boards, Provider
from sightline.demo.sizes import SIZES
from sightline.listen.surveys import mapping as mappings
from sightline.listen.surveys import shipped

MAPPING = mappings.parse(shipped.learner_survey())
BOARDS = Boards(("QA1", "QB1"), {"QA1": ("QA1",), "QB1": ("QC1", "QD1")}, date(2026, 4, 1))
TAUGHT = {
    code: answers.Taught("nursing" if "NURS" in code else "doctors_dentists", "P", "core")
    for mix in answers.PROGRAMMES.values()
    for code in mix
}


def providers(seed: int = 1) -> list[Provider]:
    return country.make(SIZES["small"], BOARDS, np.random.default_rng(seed))


def a_round(seed: int = 1, **kwargs: object) -> bytes:
    random = np.random.default_rng(seed)
    who = answers.People(providers(seed), TAUGHT, random)
    given = {
        "responses": 600,
        "year_index": 0,
        "collected": (date(2026, 10, 1), date(2026, 10, 31)),
        "planted": [],
        "fixed": [],
        "crowded": [],
    } | kwargs
    return answers.make_round(people=who, mapping=MAPPING, random=random, **given)  # type: ignore[arg-type]


def scores(file: bytes, provider: str, column: str) -> list[float]:
    table = pacsv.read_csv(BufferReader(file)).to_pylist()
    scale = {a.text: a.score for a in MAPPING.scales["agreement"].answers}
    return [
        scale[row[column]]
        for row in table
        if row["provider_code"] == provider and row[column] in scale
    ]


def test_the_same_seed_gives_the_same_answers_and_another_seed_others() -> None:
    assert a_round(1) == a_round(1)
    assert a_round(1) != a_round(2)


def test_made_up_codes_cannot_be_official_ones() -> None:
    made = providers()
    codes = [p.code for p in made] + [code for p in made for code, _ in p.sites]
    assert len(set(codes)) == len(codes)
    assert all("-" in code for code in codes)
    assert all(p.postcode.startswith("ZZ") for p in made)


def test_names_come_once_each() -> None:
    found = names.places(np.random.default_rng(1))
    first = [next(found) for _ in range(3_000)]
    assert len(set(first)) == 3_000


def test_a_split_board_hands_its_providers_to_one_of_its_successors() -> None:
    for provider in providers():
        assert provider.icb_now in BOARDS.successors[provider.icb]
        assert provider.icb_on(date(2026, 3, 31), BOARDS.changed_on) == provider.icb
        assert provider.icb_on(date(2026, 4, 1), BOARDS.changed_on) == provider.icb_now


def test_a_planted_fall_is_in_the_answers() -> None:
    item = next(i for i in MAPPING.items if i.theme == "supervision" and not i.branch)
    fall = answers.Planted("DT-001", 0, -1.5, ("supervision",))
    usual = scores(a_round(3), "DT-001", item.column)
    fallen = scores(a_round(3, planted=[fall]), "DT-001", item.column)
    assert np.mean(fallen) < np.mean(usual) - 15


def test_a_fixed_number_of_answers_is_kept() -> None:
    file = a_round(4, fixed=[answers.Fixed("DP-00001", 0, 3)])
    rows = pacsv.read_csv(BufferReader(file)).column("provider_code").to_pylist()
    assert rows.count("DP-00001") == 3


def test_branch_questions_are_answered_by_their_branch_only() -> None:
    item = next(i for i in MAPPING.items if i.branch == "nursing")
    table = pacsv.read_csv(BufferReader(a_round(5)))
    answered = [
        programme
        for programme, answer in zip(
            table.column("programme_code").to_pylist(),
            table.column(item.column).to_pylist(),
            strict=True,
        )
        if answer
    ]
    assert answered
    assert all(TAUGHT[programme].branch == "nursing" for programme in answered)
