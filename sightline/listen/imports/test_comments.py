from __future__ import annotations

import io

import pytest
from django.db import connection

from sightline.listen.comments.models import Comment
from sightline.listen.imports.factories import MAPPING, Desk, many, row
from sightline.listen.imports.models import SurveyImport
from sightline.listen.surveys import actions as surveys
from sightline.listen.surveys import mapping as mappings
from sightline.listen.surveys import mapping_text

pytestmark = pytest.mark.django_db

WITH_COMMENTS = (
    MAPPING
    + "comments:\n  - {column: comment, code: K1, label: What could be better?, theme: teamwork}\n"
).replace("What could be better?", '"What could be better?"')


@pytest.fixture
def desk_of_comments(desk: Desk) -> Desk:
    desk.mapping = surveys.save_mapping(
        survey=desk.round.survey, text=WITH_COMMENTS, by=desk.by, at=desk.at
    )
    return desk


def prepared(desk: Desk, rows: list[dict[str, str]]) -> SurveyImport:
    return desk.prepare(desk.checked(rows))


def test_comments_are_kept_apart_from_the_answers(desk_of_comments: Desk) -> None:
    rows = many(12)
    rows[3]["comment"] = "Ask Dr Patel: =SUM of all complaints"
    rows[5]["comment"] = "  "
    one = prepared(desk_of_comments, rows)
    assert one.findings["comments"] == 1
    assert "comment" not in one.findings["columns_left_out"]
    comment = Comment.objects.get()
    assert comment.raw_text == "Ask Dr Patel: =SUM of all complaints"
    assert (comment.question, comment.theme) == ("K1", "teamwork")
    assert comment.programme is not None
    assert comment.programme.code == "CST"
    columns = [column.name for column in Comment._meta.get_fields()]
    assert not {"respondent", "site", "completed"} & set(columns)
    with connection.cursor() as cursor:
        cursor.execute("SELECT source FROM listen_comment")
        assert cursor.fetchone() == (f"import {one.pk}",)


def test_of_few_the_place_is_not_kept(desk_of_comments: Desk) -> None:
    rows = many(6)
    rows[0]["comment"] = "Only six of us."
    prepared(desk_of_comments, rows)
    comment = Comment.objects.get()
    assert (comment.organisation, comment.programme, comment.profession) == (None, None, None)


def test_a_whole_file_replaces_and_a_mended_one_adds(desk_of_comments: Desk) -> None:
    desk = desk_of_comments
    first = many(12)
    first[0]["comment"], first[1]["comment"] = "Stays.", "Goes."
    prepared(desk, first)
    second = [*many(12), row(13, q1="Maybe", comment="Was in error.")]
    second[0]["comment"] = "Stays."
    whole = prepared(desk, second)
    assert set(Comment.objects.values_list("raw_text", flat=True)) == {"Stays."}
    mended = desk.errors(whole).replace("Maybe", "Agree")

    prepared_again = desk.check(desk.upload_file(io.BytesIO(mended.encode())))
    desk.prepare(prepared_again)
    assert set(Comment.objects.values_list("raw_text", flat=True)) == {"Stays.", "Was in error."}


def test_a_comment_too_long_puts_its_row_in_error_without_its_words(
    desk_of_comments: Desk,
) -> None:
    rows = many(3)
    rows[1]["comment"] = "secret " * 2_000
    one = desk_of_comments.checked(rows)
    assert one.rows_in_error == 1
    assert "longer than 10,000 characters" in str(one.findings)
    assert "secret" not in str(one.findings)


def test_a_mapping_with_comments_is_read_as_it_was_written() -> None:
    found = mappings.parse(WITH_COMMENTS)
    assert mappings.parse(mapping_text.write(found)) == found


@pytest.mark.parametrize(
    "comment, fault",
    [
        ("{column: comment, code: P1, label: x}", "The code “P1” is used twice"),
        ("{column: q1, code: K1, label: x}", "used for two things"),
        ("{column: c, code: K1, label: x, theme: nothing}", "theme “nothing” is not defined"),
        ("{column: c, code: K1, label: x, scale: agreement}", "is not a part of a comment"),
        ("{code: K1, label: x}", "“column” is missing"),
    ],
)
def test_what_is_wrong_in_a_mapping_is_named(comment: str, fault: str) -> None:
    with pytest.raises(mappings.MappingRefused, match=fault):
        mappings.parse(f"{MAPPING}comments:\n  - {comment}\n")
