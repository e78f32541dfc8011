from sightline.listen.answering import entering
from sightline.listen.rounds.factories import open_round
from sightline.results.models import Dataset


def test_closing_by_hand(ward, country, client):
    cell = ward.cell(country.trust, country.surgery)
    ward.has_answers(cell, [ward.answers(1 + at % 5) for at in range(10)])
    entering.enter(ward.collection)
    client.force_login(ward.by)
    path = f"/listen/answering/{ward.collection.pk}/close/"
    assert "cannot be replaced" in client.get(path).content.decode()
    assert "Tick" in client.post(path, {}).content.decode()
    assert not Dataset.objects.exists()
    answer = client.post(path, {"sure": "on"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/listen/live/{ward.collection.pk}/"
    assert "Its results are final" in answer.content.decode()
    assert Dataset.objects.get().is_final
    # Again: there is nothing to close.
    assert client.get(path).status_code == 302


def test_a_stranger_gets_404(ward, cast, country, client):
    elsewhere = open_round(ward.by, place=country.south)
    for who, collection in (
        (cast.north_manager, elsewhere),
        (cast.north_manager, ward.collection),
        (cast.director, ward.collection),
        (cast.learner, ward.collection),
    ):
        client.force_login(who)
        path = f"/listen/answering/{collection.pk}/close/"
        assert client.get(path).status_code == 404
        assert client.post(path, {"sure": "on"}).status_code == 404
