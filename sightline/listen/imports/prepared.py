"""Prepare results aside from the good rows of an import and of those that mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sightline.listen.comments import actions as comments
from sightline.listen.imports import family, respondents, storage
from sightline.listen.imports.models import SurveyImport
from sightline.listen.imports.progress import Progress
from sightline.listen.surveys import mapping as mappings
from sightline.listen.surveys.models import Round
from sightline.people.models import User
from sightline.results import actions as results
from sightline.results import mart, sensitive
from sightline.results.characteristics import store
from sightline.results.models import Dataset, Measure

State = SurveyImport.State
_ROWS = 65_536


def reason_against(found: SurveyImport) -> str:
    """Why results may not be prepared from it now; blank if they may."""
    if found.round.is_final:
        return f"{found.round} is final, so nothing can be added to it."
    checked = storage.place(found.stored_name).good.exists()
    if found.state not in (State.CHECKED, State.FAILED, State.PREPARING) or not checked:
        return f"Import {found.pk} is not ready for this: {found.get_state_display().lower()}."
    if found.mends and found.mends.state not in (State.CHECKED, State.DONE):
        return f"Import {found.mends_id}, whose rows it mends, is no longer in use."
    members = family.members(found)
    if not sum(one.rows_good for one in members):
        return "There is no good row in the file, so there are no results to prepare."
    if respondents.repeated([storage.place(one.stored_name).respondents for one in members]):
        return "Two of the files have rows of the same respondents. Check this file again."
    return ""


def dataset(found: SurveyImport, *, by: User | None, at: datetime) -> Dataset:
    """A new version of the round's results, with its measures registered."""
    round_, survey = found.round, found.round.survey
    assert found.mapping is not None  # noqa: S101 - a checked import has one
    results.register_measures(
        survey=survey.code,
        measures=measures_of(mappings.parse(found.mapping.text)),
        collected_to=round_.collected_to,
        by=by,
        at=at,
    )
    begun = results.begin(
        survey=survey.code,
        survey_name=survey.name,
        year=round_.year,
        label=round_.label,
        collected_from=round_.collected_from,
        collected_to=round_.collected_to,
        source_name=found.original_name,
        source_sha256=found.sha256,
        threshold_inside=round_.threshold_inside,
        threshold_public=round_.threshold_public,
        is_made_up=survey.is_made_up,
        by=by,
        at=at,
    )
    SurveyImport.objects.filter(pk=found.pk).update(dataset=begun)
    return begun


def measures_of(mapping: mappings.Mapping) -> list[results.NewMeasure]:
    """The themes of a mapping and its items, as measures."""
    themes = [
        results.NewMeasure(code=theme.code, label=theme.label, kind=Measure.Kind.THEME)
        for theme in mapping.themes
    ]
    items = [
        results.NewMeasure(
            code=item.code,
            label=item.label,
            wording=item.wording,
            theme=item.theme,
            scale=mapping.scales[item.scale].as_data(),
            branch=item.branch,
            standards=item.standards,
            is_sensitive=item.is_sensitive,
        )
        for item in mapping.items
    ]
    return themes + items


def write_answers(found: SurveyImport, begun: Dataset, progress: Progress) -> None:
    """Write the good rows of all files of the family into the dataset's folder."""
    assert found.mapping is not None  # noqa: S101 - a checked import has one
    mapping = mappings.parse(found.mapping.text)
    items = [item.code for item in mapping.items]
    together = _put_together(mapping)
    members = family.members(found)
    expected = sum(one.rows_good for one in members)
    written = 0
    with mart.writer(begun, items) as writer:
        for one in members:
            with pq.ParquetFile(storage.place(one.stored_name).good) as file:
                for batch in file.iter_batches(_ROWS):
                    writer.write(_answers(batch, len(items), together))
                    written += batch.num_rows
                    progress.say(written, expected)
    _write_characteristics(begun, mapping, members)


def _write_characteristics(
    begun: Dataset, mapping: mappings.Mapping, members: list[SurveyImport]
) -> None:
    """What people said of themselves, in the order of the answers; nothing if none was asked."""
    if not mapping.characteristics:
        return
    columns = [f"about {one.code}" for one in mapping.characteristics]

    def batches() -> Iterator[NDArray[np.int8]]:
        for one in members:
            with pq.ParquetFile(storage.place(one.stored_name).good) as file:
                # A file that was checked before its mapping asked for them has none.
                there = [name for name in columns if name in file.schema_arrow.names]
                for batch in file.iter_batches(_ROWS, columns=["provider", *there]):
                    people = np.zeros((batch.num_rows, len(columns)), np.int8)
                    for name in there:
                        people[:, columns.index(name)] = batch.column(name).to_numpy()
                    yield people

    store.write(
        begun,
        [store.Characteristic(one.code, one.label, one.answers) for one in mapping.characteristics],
        batches(),
    )


def _put_together(mapping: mappings.Mapping) -> dict[int, NDArray[np.int8]]:
    """For the place of each sensitive item, which of two answers each of its own counts as."""
    found = {}
    for place, item in enumerate(mapping.items):
        if item.is_sensitive:
            which = sensitive.two_answers(mapping.scales[item.scale].as_data())[1]
            found[place] = np.array([0, *which], dtype=np.int8)
    return found


def _answers(
    batch: pa.RecordBatch, items: int, together: dict[int, NDArray[np.int8]]
) -> mart.AnswerBatch:
    provider, site, programme, profession = (
        batch.column(position).fill_null("").to_pylist() for position in range(4)
    )
    answers = np.empty((batch.num_rows, items), np.int8, order="F")
    for number in range(items):
        given = batch.column(4 + number).to_numpy()
        answers[:, number] = together[number][given] if number in together else given
    return mart.AnswerBatch(provider, site, programme, profession, answers)


def take_in_comments(found: SurveyImport, round: Round, *, by: User | None, at: datetime) -> None:
    """Hand on what was said in people's own words, from files that did not do so before.

    A whole file replaces the comments of the file before it; one that mends adds to them.
    """
    assert found.mapping is not None  # noqa: S101 - a checked import has one
    columns = {one.code: one for one in mappings.parse(found.mapping.text).comments}
    members = family.members(found)
    said = []
    for one in members:
        path = storage.place(one.stored_name).comments
        for row in pq.read_table(path).to_pylist() if path.exists() else ():
            column = columns[row["question"]]
            said.append(
                comments.NewComment(
                    question=column.code,
                    question_label=column.label,
                    text=row["text"],
                    provider=row["provider"] or "",
                    programme=row["programme"] or "",
                    profession=row["profession"] or "",
                    theme=column.theme,
                )
            )
    if said or round.comments.exists():
        comments.take_in(
            round=round,
            source=f"import {(found.mends or found).pk}",
            comments=said,
            answered=_answered(members),
            by=by,
            at=at,
        )


def _answered(members: list[SurveyImport]) -> Counter[tuple[str, str, str]]:
    """How many answered, by codes of provider, programme and profession ("" for none)."""
    found: Counter[tuple[str, str, str]] = Counter()
    names = ["provider", "programme", "profession"]
    for one in members:
        table = pq.read_table(storage.place(one.stored_name).good, columns=names)
        counted = table.group_by(names).aggregate([([], "count_all")])
        for row in counted.to_pylist():
            found[row["provider"] or "", row["programme"] or "", row["profession"] or ""] += row[
                "count_all"
            ]
    return found
