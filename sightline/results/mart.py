"""The files of a dataset: written aside, given their name when whole, never changed afterwards.

``MART_DIR/<folder>/answers.parquet`` has one row a respondent: ``provider_code``, ``site_code``,
``programme_code`` and ``profession_code`` (dictionaries; null where not known) and one int8 column
an item (0: not answered or not applicable; k: the k-th answer of the measure's scale).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from sightline.base.refusal import Refusal
from sightline.results.models import Dataset


class NotPrepared(Refusal):
    """The files of a dataset are not there."""


@dataclass(frozen=True)
class AnswerBatch:
    """Some respondents: sequences of one length.

    ``answers`` is int8 [rows, items]. An unknown code is an empty string. ``respondent_hashes`` are
    the keyed hashes of respondents' own IDs, kept in a file of their own until the round is final.
    """

    providers: Sequence[str]
    sites: Sequence[str]
    programmes: Sequence[str]
    professions: Sequence[str]
    answers: NDArray[np.int8]
    respondent_hashes: Sequence[bytes] | None = None


class AnswerWriter:
    """Writes answers batch by batch; memory does not grow with their number.

    A context manager: leaving it in order finishes the file, leaving it by an error removes it.
    """

    def __init__(self, folder: Path, item_codes: Sequence[str]) -> None:
        raise NotImplementedError

    def write(self, batch: AnswerBatch) -> None:
        raise NotImplementedError

    def __enter__(self) -> AnswerWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        raise NotImplementedError


def writer(dataset: Dataset, item_codes: Sequence[str]) -> AnswerWriter:
    """A writer into the folder in which the dataset is prepared aside."""
    raise NotImplementedError
