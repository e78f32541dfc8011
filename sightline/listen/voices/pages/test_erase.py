from __future__ import annotations

from django.forms.models import model_to_dict
from django.test import Client

from sightline.conftest import TODAY, Cast
from sightline.listen.voices.models import Voice, VoicePolicy

ADDRESS = "/listen/voices/erase/"


def test_only_those_who_care_for_data(client: Client, cast: Cast) -> None:
    for user, status in ((cast.administrator, 200), (cast.north_manager, 404)):
        client.force_login(user)
        assert client.get(ADDRESS).status_code == status
        assert client.get("/listen/voices/policy/").status_code == status


def test_a_case_is_erased_by_its_number_and_nothing_of_it_is_shown(
    client: Client, cast: Cast, voice: Voice
) -> None:
    client.force_login(cast.administrator)
    sent = {"number": voice.number, "because": "the person asked for it", "sure": "on"}
    assert "no case of that number" in client.post(ADDRESS, sent | {"number": "V-0000-0000"}).text
    page = client.post(ADDRESS, sent, follow=True)
    assert voice.what_happened not in page.text
    assert Voice.objects.get().erased_on == TODAY
    assert "has been erased" in client.post(ADDRESS, sent).text


def test_new_times_are_set_from_a_day(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    now = model_to_dict(VoicePolicy.on(TODAY), exclude=["from_date", "is_checked"])
    sent = {name: str(value) for name, value in now.items()}
    sent |= {"from_date_day": "1", "from_date_month": "1", "from_date_year": "2027"}
    assert client.post("/listen/voices/policy/", sent).status_code == 302
    assert VoicePolicy.objects.count() == 2
