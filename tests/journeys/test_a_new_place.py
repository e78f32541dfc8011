"""A university applies for a small practice that is new here; the practice gets ready on a phone; a
panel approves it with a condition; a college relies on it; the condition is met."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.conftest import Arrive
from tests.journeys.person import PHONE, Person, today

_PLACE = "Elderflower Surgery"
_PAPER = {
    "name": "induction.txt",
    "mimeType": "text/plain",
    "buffer": b"First day: welcome, log-ins, who is who.",
}


def _applies(lead: Person) -> str:
    """A new place, learners, who supervises; the path of the application."""
    lead.follows("Govern")
    lead.checks_the_page()
    lead.follows("Approvals of places", within=lead.page.locator("main"))
    lead.checks_the_page()
    lead.presses("Apply for an approval")
    lead.follows("The place is not listed: put it in")
    lead.checks_the_page()
    lead.fills("Name of the place", _PLACE)
    lead.fills("Address", "2 Mill Lane")
    lead.fills("Postcode", "ZZ9 2ML")
    lead.picks("In which integrated care board is it?", "Lincolnshire")
    lead.answers("What kind of place is it?", "GP practice")
    lead.picks("Which setting is it?", "GP practice")
    lead.presses("Put it in")
    lead.sees(f"{_PLACE} is here now")
    lead.presses("Begin the application")
    here = lead.path
    lead.checks_the_page()
    lead.follows("Check and send in")
    lead.sees("Add the learners that you apply for.")
    lead.checks_the_page()
    lead.goes_to(here)
    lead.follows("What it is for, and who supervises")
    lead.fills("What will learners do and learn here?", "Six weeks with the practice nurse.")
    lead.fills("Who will supervise and assess them?", "One nurse, trained as an assessor.")
    lead.fills("How many supervisors and educators are there?", "1")
    lead.checks_the_page()
    lead.presses("Save")
    lead.follows("Learners", within=lead.page.locator("main"))
    lead.picks("Profession", "Adult nurse")
    lead.picks("Level", "Undergraduate")
    lead.fills("How many at a time?", "2")
    lead.presses("Add")
    lead.checks_the_page()
    return here


def _invites(lead: Person, here: str) -> str:
    lead.goes_to(here)
    lead.follows("How ready the place is")
    lead.fills("Their name", "Mina Manager")
    lead.fills("Their email address", "mina@example.org")
    lead.presses("Invite")
    lead.checks_the_page()
    link = lead.page.locator("p", has_text="Their link").locator("strong").inner_text()
    return link[link.index("/govern/") :]


def _gets_ready(practice: Person, link: str) -> None:
    """Every part, on a phone and without an account; and a document."""
    practice.goes_to(link)
    practice.opens("The standards that apply to you")
    practice.check()
    for title in ("Ready for the first learner", "Supervision", "How education will be run"):
        practice.goes_to(link)
        practice.presses(f"Open {title}")
        for group in practice.page.get_by_role("group").all():
            if group.get_by_label("Met", exact=True).count() == 1:
                group.get_by_label("Met", exact=True).check()
        practice.presses("Save and hand in")
        practice.sees("Handed in.")
        practice.check()
    practice.goes_to(link)
    practice.fills("What is it?", "Induction plan")
    practice.page.get_by_label("File").set_input_files(_PAPER)  # type: ignore[arg-type]
    practice.presses("Add the document")
    practice.sees("Thank you. It is sent.")
    practice.check()


def _names_a_panel(manager: Person, here: str) -> None:
    manager.goes_to(here)
    manager.presses("Name a panel")
    manager.checks_the_page()
    manager.fills_date("On which day does the panel meet?", today())
    manager.presses("Name the panel")
    for name, capacity in (("Hester Lay", "Lay member"), ("Ivo Grant", "Learner")):
        manager.page.get_by_label("Name", exact=True).fill(name)
        manager.answers("What do they bring?", capacity)
        manager.answers("Do they belong to the place?", "No")
        manager.answers("Do they declare an interest?", "No")
        manager.presses("Add to the panel")
        manager.sees(name)
    manager.checks_the_page()


def _decides(manager: Person) -> None:
    manager.presses("Write down the decision")
    manager.answers("What does the panel decide?", "Approved with conditions")
    manager.fills("Why?", "Well prepared; one supervisor is too few for holidays.")
    manager.answers("Who decides?", "Hester Lay", "Ivo Grant")
    manager.answers("Which documents does it rest on?", "Induction plan")
    manager.fills("Why without a signed assessment?", "Every part was handed in and read.")
    manager.fills_date("Review by", today() + timedelta(days=800))
    manager.fills("Condition 1", "A second supervisor.")
    manager.fills("Owner of condition 1", "Practice manager")
    manager.fills_date("Condition 1: by when?", today() + timedelta(days=40))
    manager.checks_the_page()
    manager.presses("Write the decision down")
    manager.sees_problem("A first approval lasts one year at most")
    manager.checks_the_page()
    manager.fills_date("Review by", today() + timedelta(days=300))
    manager.presses("Write the decision down")
    manager.sees("Decided: approved with conditions.")
    manager.checks_the_page("approval")


def _relies(college: Person, here: str) -> None:
    college.goes_to("/govern/approvals/?q=Elderflower")
    college.follows(_PLACE)
    assert college.path == here
    college.follows("Rely on it")
    college.checks_the_page()
    college.presses("Rely on it")
    college.sees("Who relies on it")
    college.checks_the_page()


def test_approved_once_for_all_who_send_learners(sign_in: Arrive, visitor: Arrive) -> None:
    lead = sign_in("university")
    here = _applies(lead)
    link = _invites(lead, here)
    practice = visitor(width=PHONE["width"])
    _gets_ready(practice, link)
    lead.goes_to(here)
    lead.follows("Check and send in")
    lead.checks_the_page()
    lead.presses("Send it in")
    lead.sees("The quality team has it now.")

    manager = sign_in("mehreen")
    _names_a_panel(manager, here)
    _decides(manager)
    _relies(sign_in("college"), here)

    practice.goes_to(link)
    practice.fills("How is it met?", "Our second nurse passed the course.")
    practice.presses("Send it")
    practice.sees("Thank you. It is sent.")
    practice.check()
    manager.goes_to(here)
    manager.follows("A second supervisor.")
    manager.checks_the_page()
    manager.answers("Is it met?", "Met")
    manager.fills("How do you know?", "Certificate seen.")
    manager.presses("Write it down")
    manager.goes_to(here)
    manager.sees("All conditions are met.")
    manager.checks_the_page()
