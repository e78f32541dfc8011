from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.design.documents import characters


@dataclass(frozen=True)
class Part:
    text: str
    more: tuple[str, ...] = ()
    number: int = 0


@given(st.text())
def test_what_is_left_can_be_held_and_read(text: str) -> None:
    held = characters.storable(text)
    assert len(held) == len(text)
    assert not set(held) & set("\x00\x08\x1f\ufffe\uffff")
    drawn = characters.drawable(text)
    assert len(drawn) == len(text)
    assert characters.drawable(drawn) == drawn


@pytest.mark.parametrize("text", ["Café Llŷn – “£5”", "Α β, Ж", "Line\nand\ttab"])
def test_usual_text_stays(text: str) -> None:
    assert characters.drawable(characters.storable(text)) == text


def test_every_text_of_an_object_is_seen_to() -> None:
    part = Part("a\x08b", ("你", "ok"), 3)
    assert characters.storable(part) == Part("a b", ("你", "ok"), 3)
    assert characters.drawable({"x": [part]}) == {"x": [Part("a b", ("?", "ok"), 3)]}
