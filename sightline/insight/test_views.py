"""Standing views are data: every code in them is one that some survey asks."""

import re
from pathlib import Path

import sightline
from sightline.insight import views

ROOT = Path(sightline.__file__).resolve().parent
TEXTS = [
    (ROOT / "listen/surveys/data/learner-survey.yaml").read_text(encoding="utf-8"),
    (ROOT / "listen/bank/data/bank.yaml").read_text(encoding="utf-8"),
]


def test_every_question_of_a_view_is_asked_somewhere():
    known = {code for text in TEXTS for code in re.findall(r"code: ([A-Z]{2}[0-9]{2})\b", text)}
    for view in views.every():
        assert set(view.items) <= known, view.code
        assert len(set(view.items)) == len(view.items)


def test_every_standard_of_a_view_is_in_the_framework():
    text = (ROOT / "standards/data/framework-2024.yaml").read_text(encoding="utf-8")
    known = set(re.findall(r"\b[1-6]\.[0-9]{1,2}\b", text))
    for view in views.every():
        assert set(view.standards) <= known, view.code


def test_the_strategy_s_five_are_there_and_each_says_which_cases_are_its_own():
    found = views.every()
    assert [one.code for one in found] == [
        "wellbeing", "educators", "speaking-up", "patient-safety", "equality",
    ]  # fmt: skip
    assert {one.voices for one in found} <= set(views.VOICES)
    assert views.named("wellbeing") == found[0]
    assert views.named("x") is None
