import pytest
from django.core.management import call_command

from sightline.listen.questionnaires.models import Questionnaire
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.organisations.models import Organisation
from sightline.respond.register.models import IsfCategory
from sightline.standards.models import Standard
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_a_new_service_has_regions_standards_and_categories_and_loads_them_once() -> None:
    call_command("load_what_ships", verbosity=0)
    assert Organisation.objects.filter(kind=Organisation.Kind.REGION).count() == 7
    assert Organisation.objects.filter(kind=Organisation.Kind.ICB, closed_date=None).count() == 36
    assert Standard.objects.filter(version__code="2024").count() == 49
    assert IsfCategory.objects.count() == 5
    assert set(Questionnaire.objects.values_list("code", flat=True)) >= {
        "national-learners",
        "national-educators",
    }
    assert PrivacyNotice.objects.count() == 2
    lines = Entry.objects.count()
    call_command("load_what_ships", verbosity=0)
    assert Entry.objects.count() == lines
