"""Mappings that come with the service."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "data"

#: Surveys that have one, by code.
SURVEYS = ("learner-survey",)


def text(code: str) -> str:
    """The shipped mapping of that survey, as YAML. Raises FileNotFoundError if there is none."""
    return (_FOLDER / f"{code}.yaml").read_text(encoding="utf-8")


def learner_survey() -> str:
    return text("learner-survey")
