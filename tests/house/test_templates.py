"""Templates keep to the strict content security policy and to one layout."""

import re

import pytest

from tests.house.source import PACKAGE, named, place

TEMPLATES = named("*.jinja", "*.html")
COMMENT = re.compile(r"\{#.*?#\}|\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.S)
#: What a page may not hold, and what to do instead.
FORBIDDEN = {
    "a script inside the page: put it in a static file": re.compile(
        r"<script\b(?![^>]*\ssrc\s*=)", re.I
    ),
    "a style inside the page: put it in a static file": re.compile(r"<style\b", re.I),
    "a style attribute: use a class": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.I),
    "an event handler attribute: listen in a static file": re.compile(
        r"<[a-z][^<>]*\son[a-z]+\s*=", re.I
    ),
    "a javascript: address": re.compile(r"javascript:", re.I),
    # A constant written in the template is no data, so it may be.
    "text marked safe by hand": re.compile(
        r"[^'\"\s|]\s*\|\s*safe\b|autoescape\s+(?:false|off)", re.I
    ),
}
#: Templates that may mark text safe, and why it is safe.
MAY_MARK_SAFE: dict[str, str] = {}
LAYOUT = re.compile(r"\{%-?\s*extends\s+[\"']([\w/.-]+)[\"']")
MACRO = re.compile(r"\{%-?\s*macro\b.*?\{%-?\s*endmacro\s*-?%\}", re.S)
SETUP = re.compile(r"\{%-?\s*(?:from|import|set)\b.*?%\}", re.S)


def forbidden(source: str) -> list[tuple[int, str]]:
    """The line and what is wrong. Comments do not count."""
    shown = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)
    # An expression may hold a ">" of its own, which must not end the tag around it.
    shown = re.sub(
        r"\{\{.*?\}\}|\{%.*?%\}",
        lambda found: found[0].replace(">", " ").replace("<", " "),
        shown,
        flags=re.S,
    )
    return [
        (shown.count("\n", 0, found.start()) + 1, what)
        for what, pattern in FORBIDDEN.items()
        for found in pattern.finditer(shown)
    ]


def is_partial(source: str) -> bool:
    """Whether it draws nothing by itself: macros and imports only."""
    left = SETUP.sub("", MACRO.sub("", COMMENT.sub("", source)))
    return left.strip() == ""


def test_there_are_templates():
    assert len(TEMPLATES) > 5


def test_no_template_holds_script_style_or_unescaped_text():
    found = [
        f"{place(path, line)}: {what}"
        for path in TEMPLATES
        for line, what in forbidden(path.read_text(encoding="utf-8"))
        if not ("safe" in what and place(path) in MAY_MARK_SAFE)
    ]
    assert found == []


def test_every_template_extends_the_layout_or_is_a_partial():
    strays = []
    for path in named("*.jinja"):
        source = path.read_text(encoding="utf-8")
        extends = LAYOUT.search(source)
        of_design = path.is_relative_to(PACKAGE / "design")
        if extends and extends[1].startswith("design/"):
            continue
        if not (of_design or path.name.startswith("_") or is_partial(source)):
            strays.append(place(path))
    assert strays == [], "Extend design/layout.jinja, or begin a partial's name with _"


def test_every_template_is_drawn_by_something():
    """By a page of its own folder, or by any page or template where it is a partial."""
    written = {path: path.read_text(encoding="utf-8") for path in named("*.py", "*.jinja")}
    lost = []
    for path in named("*.jinja"):
        name = path.relative_to(PACKAGE).as_posix()
        of_a_page = path.parent.name == "pages" and LAYOUT.search(written[path])
        where = [
            other
            for other, text in written.items()
            if name in text and (not of_a_page or other.parent == path.parent)
        ]
        if not where:
            lost.append(place(path))
    assert lost == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>ok</p>\n<script>alert(1)</script>",
        "\n<script nonce='x'>",
        "\n<p class='a' style='color: red'>",
        "\n<p class=\"{{ 'a' if n > 1 else 'b' }}\" style=\"x\">",
        "\n<button\n  onclick='go()'>",
        "\n<a href='javascript:go()'>",
        "\n{{ text | safe }}",
        "\n{% autoescape false %}",
        "\n<STYLE>",
    ],
)
def test_the_check_sees_each_fault(source):
    assert [line for line, _ in forbidden(source)] == [2]


def test_the_check_passes_what_is_right():
    source = (
        "{# <script> and style= in a comment #}\n"
        "<script src='/static/a.js' defer></script>\n"
        "<p class='styled'>once=1, {{ safe_harbour }}, {{ '<b>' | safe }}</p>"
    )
    assert forbidden(source) == []


def test_macros_alone_are_a_partial_and_a_page_is_not():
    assert is_partial("{# head #}{% from 'a' import b %}\n{% macro c() %}<p></p>{% endmacro %}\n")
    assert not is_partial("{% macro c() %}{% endmacro %}<p>drawn</p>")
