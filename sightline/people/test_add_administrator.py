import pytest
from django.core.management import CommandError, call_command

from sightline.access.permissions import Permission
from sightline.people.management.commands import add_administrator
from sightline.people.models import User

LONG = "a rather long passphrase"


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    waiting = list(answers)
    monkeypatch.setattr(add_administrator, "getpass", lambda prompt: waiting.pop(0))


@pytest.mark.django_db
def test_the_first_administrator_can_let_others_in(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, LONG, LONG)
    call_command("add_administrator", "first@example.org", "First Person")
    person = User.objects.get(email="first@example.org")
    assert person.check_password(LONG)
    assert person.can(Permission.MANAGE_PEOPLE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [((LONG, "other"), "differ"), (("short", "short"), "too short")],
)
def test_nothing_is_added_when_something_is_wrong(
    monkeypatch: pytest.MonkeyPatch, answers: tuple[str, str], sentence: str
) -> None:
    typed(monkeypatch, *answers)
    with pytest.raises(CommandError, match=sentence):
        call_command("add_administrator", "first@example.org", "First Person")
    assert not User.objects.exists()
