"""A regional lead finds tensions, opens the Room, changes one judgement and triggers one review."""

from __future__ import annotations

import re

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person

_TENSION = re.compile(r"^T-\d{4}-\d+$")


def judges_again(lead: Person) -> None:
    """The provider says met, and learners are in the lowest tenth."""
    lead.page.get_by_role("row", name="Provider says met").first.get_by_role("link").click()
    lead.checks_the_page()
    lead.sees("The provider says met")
    lead.sees("lowest tenth of providers like it")
    tension = lead.path
    lead.follows("Open it in the Standards Room")
    lead.sees("They differ")
    lead.sees("Silent: nothing is known.")
    lead.opens("of: National education and training survey")
    lead.checks_the_page("room-standard")
    lead.presses("Judge")
    lead.answers("What is the judgement?", "Met, says the provider")
    lead.answers("How confident are you?", "Moderate")
    lead.fills("Reasons", "Learners tell us otherwise, in two questions.")
    lead.presses("Record the judgement")
    lead.sees("only the provider is heard")
    lead.checks_the_page()
    lead.answers("What is the judgement?", "Not met")
    lead.presses("Record the judgement")
    lead.sees("is recorded.")
    lead.sees("Learners tell us otherwise, in two questions.")
    lead.goes_to(tension)
    lead.presses("End this tension")
    lead.checks_the_page()
    lead.answers("How does it end?", "Judgement changed")
    lead.fills("Why?", "Judged again on what learners say.")
    lead.answers("Was it worth finding?", "Yes")
    lead.presses("End the tension")
    lead.sees("Judgement changed: Judged again on what learners say.")
    lead.checks_the_page()


def triggers_a_review(lead: Person) -> None:
    """A visit said met, and a concern opened since."""
    lead.goes_to("/insight/tensions/?state=waiting")
    lead.page.get_by_role("row", name="A visit said met").first.get_by_role("link").click()
    lead.sees("A concern opened on")
    lead.presses("End this tension")
    lead.answers("How does it end?", "Review triggered")
    lead.fills("Why?", "The ward has changed since the visit.")
    lead.answers("Was it worth finding?", "Yes")
    lead.presses("End the tension")
    lead.sees("is on the register")
    lead.goes_to("/respond/register/")
    lead.follows("Reviews that are asked for")
    lead.checks_the_page()
    lead.follows(re.compile(r"^R-\d{4}-\d+$"))
    lead.sees("The ward has changed since the visit.")
    lead.checks_the_page()
    lead.answers("What comes of it?", "A review is planned")
    lead.fills("Why, or what is planned?", "A visit to the ward in the spring.")
    lead.presses("Answer the request")
    lead.sees("A visit to the ward in the spring.")


def test_a_regional_lead_settles_what_disagrees(arrive_untouched: Arrive) -> None:
    lead = arrive_untouched("mehreen")
    lead.follows("Assess")
    lead.checks_the_page()
    lead.follows("Tensions")
    lead.checks_the_page("tensions")
    assert lead.page.get_by_role("link", name=_TENSION).count() >= 3
    judges_again(lead)
    triggers_a_review(lead)


def test_the_room_shows_agreement_silence_age_and_tension(arrive_untouched: Arrive) -> None:
    lead = arrive_untouched("mehreen")
    lead.goes_to("/insight/room/")
    lead.checks_the_page()
    lead.fills("Which provider, site, ICB or region?", "DT-004")
    lead.presses("Go there")
    for mark in (
        "They agree: points to met",
        "Silence: nobody has said anything",
        "Only old evidence",
        "They differ",
        "Judged: Met, assured",
        "Met, says the provider",
    ):
        lead.sees(mark)
    lead.checks_the_page("standards-room")
    lead.opens("Learning environments")
    lead.follows(re.compile("^Ward 7"))
    lead.sees("Standards Room, environment")
    lead.sees("5 do not")
    lead.checks_the_page()
    # Who answers for the provider sees its own Room, and nobody else's.
    director = arrive_untouched("dilys")
    assert director.goes_to("/insight/room/organisation/DT-004/") == 200
    director.checks_the_page()
    director.does_not_see("Tensions here")
    assert arrive_untouched("nerys").goes_to("/insight/room/organisation/DT-004/") == 404
