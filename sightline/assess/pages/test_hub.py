import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("person", "seen", "not_seen"),
    [
        ("north_manager", ("Standards Room", "Tensions", "Evidence"), ()),
        ("director", ("Standards Room", "Evidence", "Judgements"), ("Tensions",)),
        ("learner", (), ("Standards Room", "Evidence")),
    ],
)
def test_each_sees_what_they_may_use(
    person: str, seen: tuple[str, ...], not_seen: tuple[str, ...], cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    html = client.get(reverse("assess:hub")).content.decode()
    main = html[html.index("<main") :]
    assert all(f">{text}</a>" in main for text in seen)
    assert not any(f">{text}</a>" in main for text in not_seen)
