"""Posters, cards and slides: files that are made anew each time and kept nowhere.

PDF by Typst as PDF/UA-1; what stands in it is data, never part of the program that lays it out.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import segno

from sightline.design.documents import typesetting

_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Poster:
    """What stands on a poster or slide. ``address`` is the whole one, as it is scanned."""

    survey: str
    who: str
    place: str
    group: str
    minutes: int
    until: str
    address: str
    made_up: bool = False

    @property
    def typed(self) -> str:
        """The address as people type it."""
        return typed(self.address)

    @property
    def description(self) -> str:
        return f"QR code that leads to {self.typed}"


def typed(address: str) -> str:
    return address.split("://", 1)[-1].rstrip("/")


def qr_svg(address: str, *, scale: int = 8) -> bytes:
    """A QR code as SVG, black on white, that is still read when a seventh of it is covered."""
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        file, kind="svg", scale=scale, border=4, light="#fff", dark="#000", xmldecl=False
    )
    return file.getvalue()


def poster_pdf(poster: Poster) -> bytes:
    """One page of A4."""
    return typesetting.pdf(
        _FOLDER / "poster.typ",
        {
            "survey": poster.survey,
            "who": poster.who,
            "place": poster.place,
            "group": poster.group,
            "minutes": poster.minutes,
            "until": poster.until,
            "typed": poster.typed,
            "description": poster.description,
            "qr": qr_svg(poster.address).decode(),
            "made_up": poster.made_up,
        },
    )


def cards_pdf(
    *,
    survey: str,
    who: str,
    minutes: int,
    until: str,
    cards: Sequence[tuple[str, str]],
    made_up: bool = False,
) -> bytes:
    """Eight cards on a page of A4. ``cards`` are (whole address, place in words)."""
    return typesetting.pdf(
        _FOLDER / "cards.typ",
        {
            "survey": survey,
            "who": who,
            "minutes": minutes,
            "until": until,
            "made_up": made_up,
            "cards": [
                {"typed": typed(address), "place": place, "qr": qr_svg(address, scale=4).decode()}
                for address, place in cards
            ],
        },
    )


def slide_pptx(poster: Poster) -> bytes:
    """One wide slide with a title, text and the QR code with its description."""
    from pptx import Presentation  # slow to import, and only needed here
    from pptx.dml.color import RGBColor
    from pptx.util import Cm, Pt

    show = Presentation()
    show.slide_width, show.slide_height = Cm(33.867), Cm(19.05)
    show.core_properties.title = f"{poster.survey}: {poster.place}"
    show.core_properties.author = poster.who
    slide = show.slides.add_slide(show.slide_layouts[5])  # a title and nothing else
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = Cm(1.5), Cm(1), Cm(30.8), Cm(3)
    title.text_frame.text = poster.survey
    title.text_frame.word_wrap = True
    first = title.text_frame.paragraphs[0].runs[0]
    first.font.size, first.font.bold = Pt(40), True
    first.font.color.rgb = RGBColor(0x00, 0x5E, 0xB8)
    box = slide.shapes.add_textbox(Cm(1.5), Cm(4.8), Cm(17.5), Cm(12.5)).text_frame
    box.word_wrap = True
    lines = [
        (poster.place, 30, True),
        (poster.group, 24, False),
        (f"{poster.who} asks. About {poster.minutes} minutes, until {poster.until}.", 24, False),
        ("Scan the code, or go to", 24, False),
        (poster.typed, 30, True),
        ("Made-up data" if poster.made_up else "", 16, False),
    ]  # fmt: skip
    wanted = [line for line in lines if line[0]]
    for number, (text, size, bold) in enumerate(wanted):
        paragraph = box.paragraphs[0] if number == 0 else box.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = text, Pt(size), bold
        paragraph.space_after = Pt(14)
    picture = io.BytesIO()
    segno.make(poster.address, error="m", micro=False).save(picture, kind="png", scale=24, border=4)
    picture.seek(0)
    code = slide.shapes.add_picture(picture, Cm(20), Cm(4.5), width=Cm(12.3))
    code.name = "QR code"
    code._element.nvPicPr.cNvPr.set("descr", poster.description)
    file = io.BytesIO()
    show.save(file)
    return file.getvalue()
