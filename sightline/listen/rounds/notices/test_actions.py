import pytest
from django.db import DatabaseError, transaction

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast
from sightline.listen.rounds.notices import actions
from sightline.listen.rounds.notices.models import PrivacyNotice

pytestmark = pytest.mark.django_db
PARTS = dict.fromkeys(actions.PARTS, "A sentence.")


def test_a_change_is_a_new_version_and_the_same_words_are_not(cast: Cast) -> None:
    by = cast.north_manager

    def write(**parts: str) -> PrivacyNotice:
        return actions.write(code="ours", title="Ours", parts=PARTS | parts, by=by, at=NOW)

    assert [write().version, write().version] == [1, 1]
    assert write(kept_for="Five years.").version == 2
    assert [one.version for one in PrivacyNotice.objects.newest()] == [2]
    with pytest.raises(DatabaseError), transaction.atomic():
        PrivacyNotice.objects.update(kept_for="For ever.")


def test_a_notice_is_whole_or_refused(cast: Cast) -> None:
    for code, parts in (("ours", PARTS | {"who_sees": " "}), ("No Code", PARTS)):
        with pytest.raises(actions.CannotWrite):
            actions.write(code=code, title="Ours", parts=parts, by=cast.national, at=NOW)
    with pytest.raises(NotPermitted):
        actions.write(code="ours", title="Ours", parts=PARTS, by=cast.director, at=NOW)
    assert not PrivacyNotice.objects.exists()


def test_those_that_ship_are_loaded_once() -> None:
    assert len(actions.load(by=None, at=NOW)) == 2
    assert actions.load(by=None, at=NOW) == []
