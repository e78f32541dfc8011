from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, Cast
from sightline.listen.codebook.conftest import released
from sightline.listen.codebook.found import actions, queries
from sightline.listen.codebook.found.models import Example, FoundTheme, ThemeSearch, ThemeVerdict
from sightline.listen.codebook.found.test_topics import numbered
from sightline.listen.codebook.learning.models import Proposal
from sightline.listen.codebook.meaning import model
from sightline.listen.codebook.meaning.model import Vectors
from sightline.listen.codebook.models import Code
from sightline.listen.comments import wiping
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(survey_round: Round, cast: Cast) -> ThemeSearch:
    released(survey_round, cast.national, numbered(120))
    return actions.look(round=survey_round, by=cast.north_manager, at=NOW)


def settle(theme: FoundTheme, cast: Cast, how: str, name: str = "") -> ThemeVerdict:
    return actions.settle(theme=theme, how=how, name=name, reason="", by=cast.national, at=NOW)


def test_themes_are_found_with_words_and_examples(search: ThemeSearch, cast: Cast) -> None:
    found = queries.themes(cast.north_manager, search)
    assert search.comments == 120
    assert sum(one.theme.comments for one in found) <= 120
    assert all(one.theme.words and one.examples for one in found)
    # Whoever may not read the comments sees none of them.
    assert not any(one.examples for one in queries.themes(cast.south_manager, search))


def test_with_a_model_themes_go_by_what_comments_mean(
    survey_round: Round, cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Opened:
        def vectors(self, texts: list[str], say: object) -> Vectors:
            about = np.array([["parking" in one, "rota" in one] for one in texts], dtype=np.float32)
            about = np.column_stack([about, about.sum(axis=1) == 0]).astype(np.float32)
            return about / np.linalg.norm(about, axis=1, keepdims=True)

    settings.COMMENTS_MODEL = "somewhere"
    monkeypatch.setattr(model, "opened", lambda folder: Opened())
    released(survey_round, cast.national, numbered(120))
    search = actions.look(round=survey_round, by=cast.north_manager, at=NOW)
    assert 2 <= search.themes.count() <= 4


def test_without_the_model_that_is_set_nothing_is_looked_for(
    survey_round: Round, cast: Cast, settings: Any, tmp_path: Path, client: Client
) -> None:
    settings.COMMENTS_MODEL = str(tmp_path / "none")
    released(survey_round, cast.national, numbered(120))
    client.force_login(cast.national)
    address = f"/listen/codebook/found/?round={survey_round.pk}"
    for page in (client.post(address, follow=True), client.get(address)):
        html = page.content.decode()
        assert "Themes were not looked for." in html
        assert "docs/meaning.md" in html
    assert not ThemeSearch.objects.exists()


def test_too_few_comments_hold_no_theme(survey_round: Round, cast: Cast) -> None:
    released(survey_round, cast.national, numbered(99))
    with pytest.raises(Refusal, match="too few"):
        actions.look(round=survey_round, by=cast.national, at=NOW)


def test_nobody_looks_twice_in_five_minutes(search: ThemeSearch, cast: Cast) -> None:
    with pytest.raises(Refusal, match="five minutes"):
        actions.look(round=search.round, by=cast.national, at=NOW + timedelta(minutes=4))
    with pytest.raises(NotPermitted):
        actions.look(round=search.round, by=cast.director, at=NOW)


def test_a_theme_becomes_a_code_that_is_proposed(search: ThemeSearch, cast: Cast) -> None:
    theme = search.themes.first()
    assert theme is not None
    made = settle(theme, cast, "coded", "Parking")
    assert made.code == Code.objects.get(name="Parking")
    assert theme.words[0] in made.code.description
    assert Proposal.objects.filter(code=made.code).count() == theme.examples.count()
    with pytest.raises(Refusal, match="already"):
        settle(theme, cast, "coded", "Other")


def test_a_theme_is_named_or_discarded_and_the_last_word_counts(
    search: ThemeSearch, cast: Cast
) -> None:
    theme = search.themes.first()
    assert theme is not None
    settle(theme, cast, "named", "Cars")
    settle(theme, cast, "discarded", "ignored")
    verdict = queries.theme(cast.national, theme).verdict
    assert verdict is not None
    assert (verdict.how, verdict.name) == ("discarded", "")
    with pytest.raises(Refusal, match="Enter a name"):
        settle(theme, cast, "named")
    with pytest.raises(Refusal, match="Choose"):
        settle(theme, cast, "burnt")
    with pytest.raises(NotPermitted):
        actions.settle(theme=theme, how="named", name="x", reason="", by=cast.north_manager, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        ThemeVerdict.objects.update(reason="x")


def test_a_wiped_comment_is_no_example(search: ThemeSearch, cast: Cast) -> None:
    one = Example.objects.first()
    assert one is not None
    wiping.wipe(keys=[one.comment_id], at=NOW)
    assert not Example.objects.filter(comment=one.comment_id).exists()
