from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sightline.listen.codebook.found import by_meaning, topics
from sightline.listen.codebook.found.test_topics import made_up


def vectors_of(about: list[int], seed: int = 0) -> NDArray[np.float32]:
    """Near one of three axes, by what each is about; -1: no vector."""
    random = np.random.default_rng(seed)
    found = np.eye(4, dtype=np.float32)[about] + random.normal(0, 0.1, (len(about), 4))
    found = found / np.linalg.norm(found, axis=1, keepdims=True)
    found[np.array(about) < 0] = 0
    return found.astype(np.float32)


def test_what_is_near_is_one_theme_named_by_its_words() -> None:
    texts, about = made_up(300)
    found = by_meaning.find(texts, ["Q1"] * 300, vectors_of(about), most=3)
    assert len(found.topics) == 3
    for one in range(3):
        own = {int(found.main[at]) for at in range(300) if about[at] == one}
        assert len(own) == 1
        words = {word for at in range(300) if about[at] == one for word in texts[at].split()}
        assert set(found.topics[own.pop()].words) <= words
    sizes = [one.comments for one in found.topics]
    assert sizes == sorted(sizes, reverse=True)
    for at, topic in enumerate(found.topics):
        assert all(found.main[place] == at for place, _ in topic.examples)


def test_the_same_comments_give_the_same_themes() -> None:
    texts, about = made_up(200)
    one, two = (by_meaning.find(texts, ["Q1"] * 200, vectors_of(about), most=3) for _ in range(2))
    assert one.topics == two.topics


def test_a_word_of_a_few_is_never_a_theme() -> None:
    texts, about = made_up(300)
    for at in range(topics.LEAST_PEOPLE - 1):
        texts[at] += " zebra"
    found = by_meaning.find(texts, ["Q1"] * 300, vectors_of(about), most=3)
    assert all("zebra" not in topic.words for topic in found.topics)


def test_a_group_of_a_few_is_none() -> None:
    texts, about = made_up(300)
    about = [one if one != 2 else 0 for one in about]
    about[:4] = [3] * 4
    found = by_meaning.find(texts, ["Q1"] * 300, vectors_of(about), most=3)
    assert all(topic.comments >= topics.LEAST_PEOPLE for topic in found.topics)
    assert sum(topic.comments for topic in found.topics) == int((found.main >= 0).sum())


def test_a_comment_without_words_is_in_no_theme() -> None:
    texts, about = made_up(300)
    texts[7], about[7] = "[name]", -1
    found = by_meaning.find(texts, ["Q1"] * 300, vectors_of(about), most=3)
    assert found.main[7] == -1


def test_too_few_comments_have_no_themes() -> None:
    texts, about = made_up(15)
    found = by_meaning.find(texts, ["Q1"] * 15, vectors_of(about))
    assert found.topics == ()
    assert by_meaning.find([], [], np.zeros((0, 0), dtype=np.float32)).topics == ()


def test_there_are_no_more_themes_than_different_comments() -> None:
    texts, about = made_up(300)
    found = by_meaning.find(texts, ["Q1"] * 300, np.eye(4, dtype=np.float32)[about], most=12)
    assert len(found.topics) == 3
