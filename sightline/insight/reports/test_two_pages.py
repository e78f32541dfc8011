"""Two pages, whatever there is: the longest names, many flags, none at all, Welsh letters."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.commitments.models import Commitment
from sightline.design.documents import fitting
from sightline.design.documents.content import Document, Page, Section
from sightline.insight.change import Change, Direction
from sightline.insight.queries.lines import Line
from sightline.insight.reports import files, parts
from sightline.insight.reports.words import Format
from sightline.listen.comments.models import Comment
from sightline.listen.replies.models import Reply
from sightline.respond.register.queries.about import ConcernLine
from sightline.results.gate import Benchmark, Cell, MeasureInfo
from sightline.results.levels import GroupKey, Level
from sightline.stats.outliers import Colour, Side

KEY = GroupKey(Level.PROVIDER, "ZN001")
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
WELSH = "Ymddiriedolaeth ŵyr a’r Cylch â Llanfairpwllgwyngyllgogerychwyrndrobwllllantysilio "


def line(kind: str, label: str, colour: Colour, at: int) -> Line:
    info = MeasureInfo(f"m{at}", label, kind, label, "", "", (), ())
    cell = Cell(
        KEY, info.code, True, 12_345, 12_400, 62.5, 57.9, 66.7, 60.0, 55.0, 65.0,
        benchmark=Benchmark("Acute trusts in England", 120, 65.0, 60.0, 70.0, 0.1),
        difference=-2.5 - at, flag=colour, side=Side.BELOW,
    )  # fmt: skip
    was = replace(cell, score=70.5 + at % 20)
    return Line(info, cell, Change(Direction.WORSE, "Autumn 2025", was, colour is Colour.RED))


def concern(text: str, at: int) -> ConcernLine:
    return ConcernLine(
        f"Q-2026-{at:04}", text[:160], text, "open", "Open", 3, f"3: {text[:60]}", "", AT,
        date(2026, 12, 31), True,
    )  # fmt: skip


def built(words: int, many: int, colour: Colour) -> Document:
    text = (WELSH * 12)[: 12 * words].strip() or "A"
    themes = [line("theme", f"{text[:90]} {at}", colour, at) for at in range(min(many, 8))]
    questions = [line("item", f"{text[:120]} {at}", colour, at) for at in range(many)]
    first = (
        Section(
            "Themes",
            grid=parts.measures("Scores by theme", "Theme", themes, "Autumn 2025"),
            chart=parts.bars("Scores by theme", themes, made_up=True),
            least=8,
        ),
        parts.stands_out(questions, "Autumn 2025"),
        parts.changed(questions, "Autumn 2025", "Autumn 2026"),
    )
    second = (
        parts.written(
            [
                Comment(
                    theme=f"t{at % 7}",
                    masked_text=text,
                    question=f"q{at % 2}",
                    question_label=text[:200],
                )
                for at in range(many)
            ],
            {f"t{at}": text[:40] for at in range(7)},
        ),
        parts.concerns([concern(text, at) for at in range(many)]),
        parts.commitments(
            [
                Commitment(reference=f"C-2026-{at:04}", promise=text, first_due_date=AT.date())
                for at in range(many)
            ]
        ),
        parts.replies([Reply(you_said=text, we_did=text, outcome="changed") for _ in range(many)]),
        parts.unknown([text] * min(many, 5), [text] * min(many, 2)),
        parts.reading(),
    )
    return fitting.fit(
        Document(
            title=text[:200],
            caption=", ".join(["Provider report", *[text[:90]] * 3]),
            lead=parts.lead(themes, f"Since Autumn 2025, worse: {text}"),
            facts=parts.facts([*themes, *questions], 12_400, many),
            pages=(Page("One", first), Page("Two", second)),
            foot=f"Made-up data. {text[:160]}. Made on 24 November 2026. Not for publication.",
            author="NHS England",
            where="on this provider’s pages in Sightline",
            is_fixed=True,
        )
    )


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(
    words=st.integers(0, 100),
    many=st.integers(0, 40),
    colour=st.sampled_from([Colour.RED, Colour.GREEN, Colour.WHITE]),
)
def test_always_exactly_two_pages(words: int, many: int, colour: Colour) -> None:
    document = built(words, many, colour)
    reader = pypdf.PdfReader(io.BytesIO(files.drawn(document, Format.PDF)))
    assert len(reader.pages) == 2
    # Each page holds its own: nothing of the first is on the second.
    second = reader.pages[1].extract_text()
    assert "How to read this" in second
    assert "What changed since" not in second


def test_what_does_not_fit_is_counted() -> None:
    document = built(30, 40, Colour.RED)
    for section in (*document.pages[0].sections[1:], *document.pages[1].sections[1:4]):
        assert len(section.listed) + section.left_out == 40, section.heading
        assert section.more(document.where)


def test_long_texts_on_powerpoint_stay_on_their_sheets() -> None:
    from pptx import Presentation

    for words, many in ((0, 0), (8, 40), (100, 40)):
        content = files.drawn(built(words, many, Colour.RED), Format.PPTX)
        show = Presentation(io.BytesIO(content))
        assert len(show.slides) == 2
        for slide in show.slides:
            foot = slide.shapes[-1]
            assert foot.name == "Foot"
            lowest = max(shape.top + shape.height for shape in list(slide.shapes)[:-1])
            assert lowest <= foot.top
