"""The questionnaire of a focused survey: chosen items of the bank, by theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from sightline.listen.bank.models import BankItem
from sightline.listen.questionnaires import shipped
from sightline.listen.questionnaires.composing import AskIf, Part, composed
from sightline.listen.questionnaires.form import Form, Group, Question

#: The item that asks which professional group somebody belongs to.
GROUP = "LS00"


def form_of(title: str, chosen: Iterable[str], languages: Sequence[str]) -> Form:
    """The form that asks the items of these codes, in the order of the bank.

    What only makes sense after another question brings that question with it, and is asked where
    the national questionnaire would ask it; so do questions of one professional group. Three
    queries.
    """
    follow_ups = shipped.follow_ups()
    codes = set(chosen)
    for code in sorted(codes & follow_ups.keys()):
        codes |= set(follow_ups[code])
    found = {one.code: one for one in BankItem.objects.with_wording().filter(is_retired=False)}
    if any(found[code].branch for code in codes if code in found) and GROUP in found:
        codes.add(GROUP)
    items = [one for code, one in found.items() if code in codes]
    return composed({"en": title}, _parts(items, follow_ups), languages)


def _parts(items: Sequence[BankItem], follow_ups: dict[str, AskIf]) -> list[Part]:
    """A page for each theme; questions of one professional group on a page of their own."""

    def page(item: BankItem) -> tuple[int, str]:
        return item.theme.position, item.branch

    return [
        Part(
            theme=asked[0].theme,
            items=[(one, follow_ups.get(one.code, {})) for one in asked],
            name=branch,
            ask_if={GROUP: [branch]} if branch else {},
        )
        for (_, branch), asked in (
            (key, list(group)) for key, group in groupby(sorted(items, key=page), key=page)
        )
    ]


def asked_of_all(form: Form) -> Form:
    """The same questions, every one of them asked of everybody: for a preview of them all."""

    def always(node: Question | Group) -> Question | Group:
        if isinstance(node, Group):
            return replace(node, relevant="", children=tuple(map(always, node.children)))
        return replace(node, relevant="")

    return replace(form, children=tuple(map(always, form.children)))
