from __future__ import annotations

import numpy as np
import pytest

from sightline.listen.codebook.found import topics

ABOUT = (
    "parking space dear money car", "rota shifts late notice week", "teaching protected bleep time",
)  # fmt: skip


def made_up(count: int, seed: int = 0) -> tuple[list[str], list[int]]:
    """Texts of four words about one of three things each, and which."""
    random = np.random.default_rng(seed)
    about = [int(one) for one in random.integers(0, len(ABOUT), count)]
    texts = [" ".join(random.choice(ABOUT[one].split(), 4, replace=False)) for one in about]
    return texts, about


def numbered(count: int) -> list[str]:
    """Such texts, no two the same."""
    return [f"{text} {number}" for number, text in enumerate(made_up(count)[0])]


def test_what_texts_are_about_is_found_again() -> None:
    texts, about = made_up(300)
    found = topics.find(texts, ["Q1"] * 300, most=3)
    assert len(found.topics) == 3
    for one in range(3):
        main = {found.main[at] for at in range(300) if about[at] == one}
        assert len(main) == 1
        assert set(found.topics[main.pop()].words) <= set(ABOUT[one].split())
    assert [one.comments for one in found.topics] == sorted(
        (about.count(one) for one in range(3)), reverse=True
    )
    for at, topic in enumerate(found.topics):
        assert all(found.main[place] == at for place, _ in topic.examples)


def test_the_same_comments_give_the_same_topics() -> None:
    texts, _ = made_up(200)
    once, again = (topics.find(texts, ["Q1"] * 200) for _ in range(2))
    assert once.topics == again.topics


def test_a_word_of_fewer_than_ten_people_is_in_no_topic() -> None:
    texts, _ = made_up(200)
    # Nine wrote it in answer to one question and nine to another: they may be the same nine.
    texts = [f"{text} helicopter" if at % 100 < 9 else text for at, text in enumerate(texts)]
    questions = ["Q1"] * 100 + ["Q2"] * 100
    said = {word for one in topics.find(texts, questions).topics for word in one.words}
    assert "helicopter" not in said
    texts[50] += " helicopter"
    counts, words = topics.shared_words(texts, questions)
    assert "helicopter" in words
    assert counts.shape == (200, len(words))


def test_what_is_masked_is_no_word() -> None:
    texts, _ = made_up(100)
    found = topics.find([f"[name] {text}" for text in texts], ["Q1"] * 100)
    assert "name" not in {word for one in found.topics for word in one.words}


@pytest.mark.parametrize("texts", [[], ["one"], ["the and of"] * 50, ["parking"] * 50])
def test_where_there_is_nothing_nothing_is_found(texts: list[str]) -> None:
    found = topics.find(texts, ["Q1"] * len(texts))
    assert found.topics == ()
    assert (found.main == -1).all()
