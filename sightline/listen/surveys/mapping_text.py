"""Write a mapping as the YAML that mapping.py reads."""

from __future__ import annotations

from typing import Any

import yaml

from sightline.listen.surveys.questionnaire import Answer, CommentColumn, Item, Mapping


def write(mapping: Mapping) -> str:
    """YAML from which the same mapping is read again. Parts that are empty are left out."""
    content: dict[str, Any] = {"survey": mapping.survey}
    if mapping.framework:
        content["framework"] = mapping.framework
    content["columns"] = dict(mapping.columns)
    if mapping.fixed:
        content["fixed"] = dict(mapping.fixed)
    for part in ("not_answered", "not_applicable", "prefer_not_to_say"):
        if texts := getattr(mapping, part):
            content[part] = list(texts)
    content["scales"] = {
        code: [_answer(one) for one in scale.answers] for code, scale in mapping.scales.items()
    }
    if mapping.themes:
        content["themes"] = [{"code": theme.code, "label": theme.label} for theme in mapping.themes]
    content["items"] = [_item(one) for one in mapping.items]
    if mapping.comments:
        content["comments"] = [_comment(one) for one in mapping.comments]
    if mapping.characteristics:
        content["characteristics"] = [
            {
                "column": one.column,
                "code": one.code,
                "label": one.label,
                "answers": list(one.answers),
            }
            for one in mapping.characteristics
        ]
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=1000)


def _answer(answer: Answer) -> dict[str, Any]:
    also = {"also": list(answer.also)} if answer.also else {}
    return {"answer": answer.text, **also, "score": answer.score, "positive": answer.positive}


def _item(item: Item) -> dict[str, Any]:
    given = {
        "column": item.column,
        "code": item.code,
        "label": item.label,
        "wording": item.wording,
        "theme": item.theme,
        "scale": item.scale,
        "standards": list(item.standards),
        "branch": item.branch,
        "sensitive": item.is_sensitive,
    }
    return {key: value for key, value in given.items() if value}


def _comment(comment: CommentColumn) -> dict[str, Any]:
    theme = {"theme": comment.theme} if comment.theme else {}
    return {"column": comment.column, "code": comment.code, "label": comment.label, **theme}
