import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sightline.conftest import NOW, Cast
from sightline.listen.imports.factories import MAPPING, make_round
from sightline.listen.surveys.models import Mapping, Survey

pytestmark = pytest.mark.django_db
URL = "/listen/surveys/pulse/mapping/"


def test_a_change_makes_a_new_version(client: Client, cast: Cast) -> None:
    make_round(cast.national, NOW)
    client.force_login(cast.national)
    assert "Version 1" not in client.get(URL).content.decode()
    file = SimpleUploadedFile("mapping.yaml", MAPPING.replace("Valued", "Welcome").encode())
    assert client.post(URL, {"file": file}).status_code == 302
    assert client.post(URL, {"text": MAPPING.replace("\n", "\r\n")}).status_code == 302
    assert [one.version for one in Mapping.objects.all()] == [3, 2, 1]
    # The same text once more is no new version.
    client.post(URL, {"text": MAPPING})
    assert Mapping.objects.count() == 3
    assert "Welcome" in client.get(URL + "?version=2").content.decode()
    download = client.get(URL + "?version=1&format=yaml")
    assert download["Content-Disposition"].startswith("attachment")
    assert download.content.decode() == MAPPING
    assert client.get(URL + "?version=9").status_code == 404
    assert client.get(URL + "?version=x").status_code == 404


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Choose a file or write the mapping here"),
        ("survey: [", "Line 2: This is not valid YAML"),
        (MAPPING.replace("scale: rating", "scale: x"), "Item P3: scale “x” is not defined."),
        (MAPPING.replace("branch: doctors_dentists", "branch: vets"), "has the branch “vets”"),
        (MAPPING.replace("survey: pulse", "survey: other"), "is for the survey “other”"),
        (
            MAPPING.replace("survey: pulse", 'survey: pulse\nframework: "1999"'),
            "There is no framework version “1999” here.",
        ),
    ],
)
def test_faults_are_said_with_their_line(client: Client, cast: Cast, text: str, said: str) -> None:
    make_round(cast.national, NOW)
    client.force_login(cast.national)
    response = client.post(URL, {"text": text})
    assert said in response.content.decode()
    assert Mapping.objects.count() == 1


def test_a_file_that_is_no_text(client: Client, cast: Cast) -> None:
    make_round(cast.national, NOW)
    client.force_login(cast.national)
    response = client.post(URL, {"file": SimpleUploadedFile("mapping.yaml", b"\xff\xfe\x00")})
    assert "The file is not UTF-8 text." in response.content.decode()


def test_the_learner_survey_begins_with_the_mapping_that_comes_with_the_service(
    client: Client, cast: Cast
) -> None:
    Survey.objects.create(code="learner-survey", name="Learner survey")
    client.force_login(cast.national)
    assert "LS07" in client.get("/listen/surveys/learner-survey/mapping/").content.decode()


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    make_round(cast.national, NOW)
    client.force_login(cast.north_manager)
    assert client.get(URL).status_code == client.post(URL).status_code == 404
    client.force_login(cast.national)
    assert client.get(URL.replace("pulse", "other")).status_code == 404
