"""Where a record of this stage can sit. Pure: no database, no clock."""

from __future__ import annotations

#: What each level can be about: kinds of organisation.
PROVIDERS = frozenset({"trust", "practice", "independent", "other_provider"})
KINDS_FOR_LEVEL = {
    "environment": PROVIDERS,
    "organisation": PROVIDERS | {"site"},
    "programme": PROVIDERS | {"icb", "region"},
    "system": frozenset({"icb", "region"}),
}


def why_not_there(
    *, level: str, kind: str, has_environment: bool, has_programme: bool, belongs: bool
) -> str:
    """The sentence that refuses a place, or "".

    ``kind`` is that of the organisation; ``belongs``: the environment, if any, is one of its own.
    """
    if level not in KINDS_FOR_LEVEL:
        return "Choose whether this is about an environment, organisation, programme or system."
    if kind not in KINDS_FOR_LEVEL[level]:
        return {
            "environment": "A learning environment belongs to a provider. Choose the provider.",
            "organisation": "Choose a provider or one of its sites, or choose “a whole system”.",
            "programme": "A programme is looked at in a provider, an ICB or a region.",
            "system": "A whole system is an ICB or a region. Choose one.",
        }[level]
    if has_environment != (level == "environment"):
        return "Name a learning environment where this is about one, and only then."
    if has_programme != (level == "programme"):
        return "Name a programme where this is about one, and only then."
    if has_environment and not belongs:
        return (
            "That learning environment belongs to another organisation. Choose one from the list."
        )
    return ""
