import pytest

from sightline.conftest import NOW, Cast
from sightline.listen.questionnaires.editing import actions
from sightline.listen.questionnaires.models import Questionnaire


@pytest.fixture
def night(cast: Cast) -> Questionnaire:
    """An empty questionnaire called "night"."""
    return actions.begin(
        code="night", name="Night shifts", audience="learners", like=None, by=cast.national, at=NOW
    ).questionnaire
