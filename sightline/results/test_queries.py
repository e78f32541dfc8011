import pytest

from sightline.conftest import Country
from sightline.results import queries
from sightline.results.factories import make_dataset, spread

pytestmark = pytest.mark.django_db


def test_a_survey_that_was_asked_once_does_not_stand_before_one_that_comes_round(
    country: Country,
) -> None:
    answers = {("ZN001", "", "CST"): spread(20)}
    for year in (2024, 2025):
        make_dataset(answers, year=year)
    make_dataset(answers, survey="focused", year=2026)
    found = [(one.survey, one.year) for one in queries.current_datasets()]
    assert found == [("learner-survey", 2025), ("learner-survey", 2024), ("focused", 2026)]
    assert queries.latest_dataset("focused") is not None
