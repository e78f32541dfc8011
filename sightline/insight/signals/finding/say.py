"""Small words that headlines and sentences of signals are made of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sightline.organisations.models import Organisation


def one(value: float) -> float | None:
    """A number of an array to one decimal; None for NaN."""
    return None if np.isnan(value) else round(float(value), 1)


def or_nan(count: int | None) -> float:
    return np.nan if count is None else float(count)


def listed(names: Sequence[str], most: int = 3) -> str:
    """ "A", "A and B", "A, B and 4 more"."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def was(codes: Sequence[str], verb: str = "was", verb_of_many: str = "were") -> str:
    """ "1 theme was", "3 themes were"; "" stands for all themes."""
    if codes[0] == "":
        return f"all themes together {verb_of_many}"
    if len(codes) == 1:
        return f"1 theme {verb}"
    return f"{len(codes)} themes {verb_of_many}"


def type_name(provider_type: str) -> str:
    """What providers of a type are called among themselves: "acute trusts", "GP practices"."""
    kinds = Organisation.ProviderType
    name = kinds(provider_type).label if provider_type in kinds.values else "Provider"
    return f"{name if name.startswith('GP') else name[:1].lower() + name[1:]}s"
