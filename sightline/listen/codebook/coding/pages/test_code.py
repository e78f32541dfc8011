import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.codebook.coding.models import Coding
from sightline.listen.codebook.coding.queries import uses
from sightline.listen.codebook.conftest import add, give, released
from sightline.listen.codebook.models import Code
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db
ADDRESS = reverse("listen:codebook:code")


def test_one_comment_after_another(
    survey_round: Round, rota: Code, parking: Code, cast: Cast, client: Client
) -> None:
    first, second = released(survey_round, cast.national, ["My <rota> is late.", "No lockers."])
    client.force_login(cast.north_manager)
    html = client.get(ADDRESS).content.decode()
    assert "My &lt;rota&gt; is late." in html
    assert "Proposed. Shifts, notice and leave" in html
    answer = client.post(ADDRESS, {"key": first.key, "codes": [rota.pk, parking.pk]}, follow=True)
    html = answer.content.decode()
    assert "No lockers." in html
    assert "1 of 2 coded, 1 by you" in html
    assert "Change the last one" in html
    assert {code: use.given for code, use in uses().items()} == {rota.pk: 1, parking.pk: 1}
    assert uses()[rota.pk].taken == 1
    answer = client.post(ADDRESS, {"key": second.key, "codes": ["none"]}, follow=True)
    assert "Nothing left to code" in answer.content.decode()


def test_nothing_ticked_is_said_and_none_goes_alone(
    comment: Comment, rota: Code, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    html = client.post(ADDRESS, {"key": comment.key}).content.decode()
    assert "Tick a code, or say that none fits" in html
    html = client.post(ADDRESS, {"key": comment.key, "codes": [rota.pk, "none"]}).content.decode()
    assert "not both" in html
    assert not Coding.objects.exists()


def test_a_comment_is_skipped_and_comes_again(
    survey_round: Round, rota: Code, cast: Cast, client: Client
) -> None:
    first, second = released(survey_round, cast.national, ["Early.", "Late."])
    client.force_login(cast.north_manager)
    html = client.get(ADDRESS, {"round": str(survey_round.pk), "after": first.key}).content.decode()
    assert "Late." in html
    html = client.get(
        ADDRESS, {"round": str(survey_round.pk), "after": second.key}
    ).content.decode()
    assert "Begin again with those that you skipped" in html


def test_of_two_coders_neither_sees_a_proposal_or_the_other(
    shared: Comment, rota: Code, parking: Code, cast: Cast, client: Client
) -> None:
    give(shared, cast.national, parking)
    client.force_login(cast.north_manager)
    html = client.get(ADDRESS).content.decode()
    assert "goes to two coders" in html
    assert "Proposed." not in html
    assert "checked" not in html


def test_a_stranger_gets_404(comment: Comment, rota: Code, cast: Cast, client: Client) -> None:
    again = reverse("listen:codebook:code_again", args=[comment.key])
    for person in (cast.south_manager, cast.director, cast.learner):
        client.force_login(person)
        assert client.get(ADDRESS).status_code == 404
        assert client.get(again).status_code == 404
    client.force_login(cast.north_manager)
    # Nobody changes what they have not coded.
    assert client.get(again).status_code == 404
    assert client.get(ADDRESS, {"round": "x"}).status_code == 404


def test_somebody_changes_their_mind(
    comment: Comment, rota: Code, parking: Code, cast: Cast, client: Client
) -> None:
    give(comment, cast.north_manager, rota)
    again = reverse("listen:codebook:code_again", args=[comment.key])
    client.force_login(cast.north_manager)
    assert "checked" in client.get(again).content.decode()
    client.post(again, {"key": comment.key, "codes": [parking.pk]})
    assert [code for code, use in uses().items() if use.given] == [parking.pk]


def test_as_many_queries_for_many(
    survey_round: Round, cast: Cast, client: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(15):
        add(f"Code {number}", cast.national)
    released(survey_round, cast.national, [f"Comment {number}." for number in range(15)])
    client.force_login(cast.north_manager)
    client.get(ADDRESS)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(ADDRESS)
