from sightline.listen.answering.factories import Ward
from sightline.listen.answering.store import Placement


def come(client, ward, cell):
    token = ward.invited(cell)
    client.get(f"/a/{token}/")
    return token


def hidden(client, ward, token):
    return {":visit": ward.visit(token).carried}


def test_it_says_what_others_will_see_before_anything_is_asked(ward, country, client):
    come(client, ward, ward.cell(country.trust, country.surgery))
    page = client.get("/a/placement/").content.decode()
    for words in ("Your supervisor", "The trust or practice", "Your university", "NHS England"):
        assert words in page
    assert "Our lawful basis" in page
    assert country.trust.name in page
    assert '<option value="programme:CST" selected>' in page


def test_the_placement_of_the_roster_is_kept_with_one_button(ward, country, client):
    token = come(client, ward, ward.cell(country.trust, country.surgery))
    answer = client.post(
        "/a/placement/",
        {**hidden(client, ward, token), "provider": "ZN001", "learning": "programme:CST"},
    )
    assert answer["Location"] == "/a/questions/1/"
    assert ward.visit(token).written.placement == Placement("ZN001", "", "CST", "MED")


def test_another_placement_can_be_chosen(ward, country, client):
    token = come(client, ward, ward.cell(country.trust, country.surgery))
    given = hidden(client, ward, token)
    page = client.post("/a/placement/", {**given, ":do": "find", "provider": "ZN001"})
    assert country.southern_trust.name in page.content.decode()
    client.post("/a/placement/", {**given, "provider": "ZS001", "learning": "profession:NUR"})
    assert ward.visit(token).written.placement == Placement("ZS001", "", "", "NUR")


def test_only_what_the_round_asks_about_can_be_chosen(cast, framework, country, client):
    ward = Ward.opened(cast.national, who={"organisations": ["YN1"], "programmes": ["CST"]})
    token = come(client, ward, ward.cell(country.trust, country.surgery))
    given = hidden(client, ward, token)
    page = client.post("/a/placement/", {**given, ":do": "find"}).content.decode()
    assert country.other_trust.name in page
    assert country.southern_trust.name not in page
    assert "programme:NADULT" not in page
    for provider, learning in (("ZS001", "programme:CST"), ("ZN001", "programme:NADULT")):
        answer = client.post("/a/placement/", {**given, "provider": provider, "learning": learning})
        assert "There is a problem" in answer.content.decode()
    assert ward.visit(token).written.placement is None


def test_nothing_chosen_is_said_beside_each_field(ward, country, client):
    token = come(client, ward, ward.cell(country.trust))
    page = client.post("/a/placement/", hidden(client, ward, token)).content.decode()
    assert "Choose the place that your answers are about" in page
    assert "Choose what you are learning" in page


def test_another_language_keeps_what_was_chosen(ward, country, client):
    token = come(client, ward, ward.cell(country.trust, country.surgery))
    page = client.post(
        "/a/placement/",
        {
            **hidden(client, ward, token),
            ":language": "cy",
            "provider": "ZS001",
            "learning": "programme:NADULT",
        },
    ).content.decode()
    assert ward.visit(token).language == "cy"
    assert country.southern_trust.name in page
    assert '<option value="programme:NADULT" selected>' in page


def test_without_a_cookie_one_is_asked_for_the_link(client, db):
    answer = client.get("/a/placement/")
    assert answer.status_code == 403
    assert "Open your link again" in answer.content.decode()


def test_a_form_that_is_not_ours_is_not_taken(ward, country, client):
    token = come(client, ward, ward.cell(country.trust))
    for forged in ("", "x", token):
        answer = client.post(
            "/a/placement/",
            {":visit": forged, "provider": "ZN001", "learning": "programme:CST"},
        )
        assert answer.status_code == 403
    assert ward.visit(token).written.placement is None
