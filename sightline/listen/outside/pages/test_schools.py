import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sightline.listen.outside.models import EducationProvider

pytestmark = pytest.mark.django_db
SCHOOLS = "/listen/outside/schools/"


def test_a_register_is_loaded_and_found(office, cast, client):
    client.force_login(cast.national)
    file = SimpleUploadedFile("he.csv", b"ukprn,name\n10000001,University of Aldermoor\n")
    html = client.post(SCHOOLS, {"file": file}, follow=True).content.decode()
    assert "1 education provider was added" in html
    assert "University of Aldermoor" in client.get(f"{SCHOOLS}?q=alder").content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\n1,2\n", "No heading “UKPRN”"),
        (b"ukprn,name\n10000001,Aldermoor\n12,Short\n", "Line 3"),
        (b"ukprn,name\n90000001,Made up\n", "numbers of the other kind"),
    ],
)
def test_a_bad_register_changes_nothing(office, cast, client, data, said):
    client.force_login(cast.national)
    html = client.post(SCHOOLS, {"file": SimpleUploadedFile("he.csv", data)}).content.decode()
    assert said in html
    assert not EducationProvider.objects.exists()


def test_who_may_not_import_sees_no_form(office, cast, client):
    client.force_login(cast.director)
    assert "Load a register" not in client.get(SCHOOLS).content.decode()
    file = SimpleUploadedFile("he.csv", b"ukprn,name\n10000001,Aldermoor\n")
    client.post(SCHOOLS, {"file": file})
    assert not EducationProvider.objects.exists()
