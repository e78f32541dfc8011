"""From a spreadsheet to learners' phones, to a promise, to later learners who say: I have seen it.

Everything is done on pages, by those whose work it is. What the service does as time passes is done
by its own clock, beside the server.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.conftest import Arrive
from tests.journeys.files import csv_file, named
from tests.journeys.person import PHONE, Person, place_of, today
from tests.journeys.service import Service
from tests.journeys.test_inviting import letters, puts_on_the_list, shows_when_done
from tests.journeys.test_the_thread import HAS_READ

SURVEY = "Nights on the ward"
LATER = "Nights on the ward, once more"
LOW = "I was told who to call at night."
WE_DID = "The number of the senior nurse at night is on every ward now."
YOU_SAID = "At night you did not know who to call."
#: So many answer at each trust, and so many of them tap it in on a phone.
AT_EACH, BY_HAND, LATER_LEARNERS = 10, 2, 10
SHEETS = {
    "survey": [
        ["type", "name", "label::English (en)", "label::العربية (ar)", "relevant"],
        ["begin_group", "nights", "At night", "في الليل", ""],
        ["select_one agree", "call", LOW, "أُخبرتُ بمن أتصل ليلاً.", ""],
        ["select_one agree", "rest", "I had somewhere to rest.", "كان لدي مكان للراحة.", ""],
        ["end_group", "", "", "", ""],
        ["begin_group", "words", "In your own words", "بكلماتك", ""],
        ["select_one agree", "again", "I would work here again.", "سأعمل هنا مرة أخرى.", ""],
        ["text", "more", "What would help at night?", "ما الذي يساعد ليلاً؟", "${call} != 'agree'"],
        ["end_group", "", "", "", ""],
    ],
    "choices": [
        ["list_name", "name", "label::English (en)", "label::العربية (ar)", "score"],
        ["agree", "agree", "Agree", "أوافق", "100"],
        ["agree", "neither", "Neither", "لا هذا ولا ذاك", "50"],
        ["agree", "disagree", "Disagree", "لا أوافق", "0"],
        ["agree", "prefer_not_to_say", "Prefer not to say", "أفضل عدم الإجابة", ""],
    ],
}
ANSWERS = ("agree", "neither", "disagree")


def xlsform() -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def look(service: Service) -> Callable[[], str]:
    """What the service's own clock does each minute: look at what is due, and do it."""
    return lambda: service.manage("keep_time", "--once")


_TRUSTS = """
import json
from sightline.organisations.models import Organisation
found = Organisation.objects.filter(kind="trust", region__code="Y60", provider_type="acute")
print(json.dumps(dict(found.values_list("name", "code"))))
"""


@dataclass
class Walk:
    """What is handed from one errand to the next."""

    low: str
    codes: list[str]  # that of the trust that does badly first
    round: str = ""
    survey: str = ""
    item: str = ""  # the address of the flagged result
    reply: str = ""


@pytest.fixture
def walk(service: Service, sign_in: Arrive) -> Walk:
    trusts: dict[str, str] = json.loads(service.manage("shell", "-v0", "-c", _TRUSTS))
    low = place_of(sign_in("dilys"))
    return Walk(low, [trusts.pop(low), *trusts.values()])


def test_from_a_form_to_an_answer(
    sign_in: Arrive,
    visitor: Arrive,
    browser: Browser,
    service: Service,
    look: Callable[[], str],
    walk: Walk,
) -> None:
    manager = sign_in("mehreen")
    brings_a_form(manager)
    makes_a_round(manager, walk)
    invites(manager, walk, [(code, AT_EACH) for code in walk.codes], "night")
    learners_answer(visitor, browser, service, walk)
    look()
    watches_it_move(manager, walk)
    closes(manager, walk)
    finds_what_is_low(manager, walk)
    promises(manager, walk)
    tells_learners(manager, walk)
    reads_the_public_page(visitor(width=PHONE["width"], javascript=False), walk)
    asks_later_learners(manager, walk)
    later_learners_answer(visitor, browser, service, walk)
    sees_what_they_say(manager, visitor(), walk)
    stands_beside_other_surveys(manager, walk)


def brings_a_form(manager: Person) -> None:
    manager.goes_to("/listen/")
    manager.follows("Questionnaires")
    manager.presses("Upload an XLSForm or FHIR file")
    manager.page.get_by_label("File", exact=True).set_input_files(
        named("nights.xlsx", xlsform())  # type: ignore[arg-type]
    )
    manager.presses("Check the file")
    manager.fills("Name of the new questionnaire", SURVEY)
    manager.fills("Code of the new questionnaire", "nights-on-the-ward")
    manager.presses("Save as draft")
    manager.presses("Publish it")
    manager.ticks("I have walked through")
    manager.presses("Publish")
    manager.sees("is published and can be asked")


def makes_a_round(manager: Person, walk: Walk) -> None:
    manager.goes_to("/listen/")
    manager.follows("Rounds")
    manager.follows("Prepare a round of a whole questionnaire")
    manager.picks("Questionnaire", SURVEY)
    manager.fills("Name, if it is a survey of its own", SURVEY)
    manager.opens("Only some regions, boards or providers")
    manager.fills("Only at these providers", " ".join(walk.codes))
    manager.fills_date("First day", today())
    manager.fills_date("Last day", today() + timedelta(days=10))
    manager.check()
    manager.presses("Prepare the round")
    manager.presses("Open the round")
    manager.answers("When should it open?", "Now")
    manager.presses("Open the round")
    manager.sees("People can answer until")
    walk.round = manager.path


def invites(manager: Person, walk: Walk, people: list[tuple[str, int]], name: str) -> None:
    """Put so many people of each provider on the list of the round in view, and write to them."""
    manager.follows("Invitations, links and posters")
    invitations = manager.path
    rows = [
        (f"{name}{number}@{code.lower()}.example.org", code, "NURSE-ADULT")
        for code, many in people
        for number in range(many)
    ]
    roster = csv_file("roster.csv", [("address", "provider", "profession"), *rows])
    manager.presses("Upload a roster")
    manager.page.get_by_label("Roster", exact=True).set_input_files(roster)  # type: ignore[arg-type]
    manager.presses("Upload and check")
    puts_on_the_list(manager, len(rows))
    manager.goes_to(invitations)
    manager.presses("Send or plan messages")
    manager.answers("Who is written to?", "Everybody on the list who was not written to yet")
    manager.answers("When?", "Now")
    manager.presses("Go on")
    shows_when_done(manager, re.compile("^Done"))


def links_for(service: Service, walk: Walk, name: str) -> dict[str, list[str]]:
    """The links that people were sent and nobody has opened, by provider."""
    found: dict[str, list[str]] = {}
    for to, text, _ in letters(service):
        if to.startswith(name):
            link = re.search(r"/a/[\w-]+/", text)
            assert link is not None
            found.setdefault(to.split("@")[1].split(".")[0].upper(), []).append(link[0])
    return found


def learners_answer(visitor: Arrive, browser: Browser, service: Service, walk: Walk) -> None:
    for place, (code, links) in enumerate(links_for(service, walk, "night").items()):
        assert len(links) == AT_EACH
        for number, link in enumerate(links):
            # Where it is low one in ten knows whom to call, elsewhere most do.
            knows = number == 9 if code == walk.codes[0] else number >= 3
            answers = {
                "nights/call": "agree" if knows else "disagree",
                "nights/rest": ANSWERS[(number + place) % 3],
                "words/again": ANSWERS[number % 2],
                "words/more": "" if knows else f"A number to call, learner {number}",
            }
            if code == walk.codes[0] and number < BY_HAND:
                taps(visitor(width=PHONE["width"], javascript=number == 0), link, answers)
            else:
                posts(browser, service.address, link, by_page(answers))


def taps(learner: Person, link: str, answers: dict[str, str]) -> None:
    """Somebody answers on a phone, page by page."""
    learner.goes_to(link)
    learner.check()
    learner.presses("Save and continue")
    for path, answer in answers.items():
        if answer in ANSWERS:
            learner.page.locator(f"[name='{path}'][value='{answer}']").check()
        elif answer:
            learner.page.locator(f"[name='{path}']").fill(answer)
        if path in ("nights/rest", "words/more"):
            learner.check()
            learner.presses("Save and continue")
    if learner.path == "/a/seen/":  # there may be a reply of an earlier year to ask about
        learner.presses("Save and continue")
    learner.presses("Send my answers")
    learner.sees("Your answers are in")
    learner.check()


def by_page(answers: dict[str, str]) -> dict[int, dict[str, str]]:
    return {
        page: {path: one for path, one in answers.items() if path.startswith(group)}
        for page, group in ((1, "nights/"), (2, "words/"))
    }


def posts(
    browser: Browser, address: str, link: str, pages: dict[int, dict[str, str]], seen: str = ""
) -> None:
    """The same, as fast as a phone on a good line could."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    try:
        page = _get(context, address + link)
        learning = re.search(r'<option value="([^"]+)" selected', page)
        provider = re.search(r'name="provider" value="([^"]+)"', page)
        assert learning is not None
        assert provider is not None
        carried = re.search(r'name=":visit" value="([^"]+)"', page)
        assert carried is not None
        given = {":visit": carried[1]}
        steps = [
            ("placement", {"provider": provider[1], "learning": learning[1]}),
            *((f"questions/{page}", answers) for page, answers in pages.items()),
            *([("seen", {"seen": seen})] if seen else []),
            ("send", {}),
        ]
        for where, form in steps:
            answer = context.request.post(
                f"{address}/a/{where}/", form={**given, **form}, max_redirects=0
            )
            assert answer.status == 302, f"{where}: {answer.status} {answer.text()[:2000]}"
        assert answer.headers["location"] == "/a/sent/"
    finally:
        context.close()


def _get(context: BrowserContext, address: str) -> str:
    answer = context.request.get(address)
    assert answer.ok
    return answer.text()


def watches_it_move(manager: Person, walk: Walk) -> None:
    """While it is open: through the gate, place by place."""
    manager.goes_to("/listen/live/")
    manager.follows(re.compile(SURVEY))
    live = manager.path
    manager.sees(LOW)  # everybody first
    manager.goes_to(f"{live}?group=provider/{walk.codes[0]}")
    low = manager.row(LOW).inner_text()
    manager.checks_the_page("live-results")
    manager.goes_to(f"{live}?group=provider/{walk.codes[1]}")
    assert manager.row(LOW).inner_text() != low


def closes(manager: Person, walk: Walk) -> None:
    manager.goes_to(walk.round)
    manager.presses("Close the round")
    manager.check()
    manager.ticks("Close it now. I know that it cannot be opened again")
    manager.presses("Close the round")
    manager.sees("Its results are final")
    link = manager.page.get_by_text("Open the results").get_attribute("href") or ""
    walk.survey = walk.survey or parse_qs(urlsplit(link).query)["survey"][0]


def finds_what_is_low(manager: Person, walk: Walk) -> None:
    """Under Results, flagged; from the flag to a concern."""
    manager.presses("Open the results")
    manager.follows("All results of Midlands")
    manager.follows("providers", within=manager.page.locator("#inside"))
    manager.follows(walk.low, within=manager.page.locator("#inside"))
    manager.opens("At night")
    manager.checks_the_page()
    manager.follows(LOW)
    walk.item = manager.page.url.removeprefix(manager.address)
    manager.sees("Clearly below")
    manager.check()
    manager.presses("Raise a concern from this result")
    manager.fills("Title", "Nobody to call at night")
    manager.fills("What is the concern?", "Learners do not know whom to call at night.")
    manager.fills("How many learners are affected?", str(AT_EACH))
    # Questions of somebody's own bear on no standard until somebody says so.
    manager.opens("Developing and supporting learners")
    manager.page.locator("input[name=standards]:visible").first.check()
    manager.answers("How likely is it?", "4 – Likely")
    manager.answers("How bad would it be?", "3 – Moderate")
    manager.answers("Share it with the provider now?", "Yes.")
    manager.presses("Raise the concern")
    manager.sees("is on the register")


def promises(manager: Person, walk: Walk) -> None:
    manager.presses("Agree a commitment")
    manager.fills("What will be done?", "The number of the senior nurse stands on every ward.")
    manager.fills("What will show that it is done?", "A picture of each board")
    manager.picks("Who sends the proof?", "Dilys Marchetti")
    manager.fills_date("By when?", today() + timedelta(days=60))
    manager.presses("Agree it")
    manager.sees("is agreed")
    manager.follows(re.compile(r"^C-\d{4}-\d{4}"))


def tells_learners(manager: Person, walk: Walk) -> None:
    manager.presses("Tell learners: draft a reply")
    manager.fills("You said", YOU_SAID)
    manager.answers("What came of it?", "Changed")
    manager.fills("We did", WE_DID)
    manager.presses("Store the draft")
    manager.presses("Check and publish")
    manager.ticks(HAS_READ)
    manager.presses("Publish")
    manager.sees("On the public page since")
    walk.reply = manager.path


def reads_the_public_page(anybody: Person, walk: Walk) -> None:
    anybody.goes_to(f"/listen/replies/public/{walk.codes[0]}/")
    anybody.sees(YOU_SAID)
    anybody.sees(WE_DID)
    anybody.check()


def asks_later_learners(manager: Person, walk: Walk) -> None:
    """A focused survey at the same trust: the questions of another day, and what was done."""
    manager.goes_to("/listen/rounds/focused/")
    manager.fills("Name of the survey", LATER)
    manager.opens("Teamwork")
    manager.ticks("I felt a valued member of the team.")
    manager.opens("Only some regions, boards or providers")
    manager.fills("Only at these providers", walk.codes[0])
    manager.presses("Preview")
    manager.presses("Open it now")
    manager.sees("It is open: people can answer.")
    walk.round = manager.path
    invites(manager, walk, [(walk.codes[0], LATER_LEARNERS)], "later")


def later_learners_answer(visitor: Arrive, browser: Browser, service: Service, walk: Walk) -> None:
    """Four in ten have not seen it; one of them says so with her thumb."""
    (links,) = links_for(service, walk, "later").values()
    assert len(links) == LATER_LEARNERS
    learner = visitor(width=PHONE["width"], javascript=False)
    learner.goes_to(links[0])
    learner.presses("Save and continue")
    learner.answers("I felt a valued member of the team.", "Agree")
    learner.presses("Save and continue")
    learner.sees(WE_DID)
    learner.answers("Have you seen this?", "No")
    learner.check("seen-what-was-done")
    learner.presses("Save and continue")
    learner.presses("Send my answers")
    learner.sees("Your answers are in")
    for number, link in enumerate(links[1:]):
        posts(browser, service.address, link, {1: {}}, seen="no" if number < 3 else "yes")


def sees_what_they_say(manager: Person, anybody: Person, walk: Walk) -> None:
    manager.goes_to(walk.round)
    closes(manager, walk)
    manager.goes_to(walk.reply)
    manager.sees(f"Of {LATER_LEARNERS} later learners asked")
    manager.checks_the_page()
    anybody.goes_to(f"/listen/replies/public/{walk.codes[0]}/")
    anybody.sees("had seen it")


def stands_beside_other_surveys(manager: Person, walk: Walk) -> None:
    """Results of the NTS, and of the NSS of those who send learners, at the same trust.

    How their files come in: test_other_surveys.py.
    """
    manager.goes_to(walk.item.split("/item/")[0] + f"/?survey={walk.survey}")
    manager.follows("Other surveys about this place")
    manager.sees("GMC National Training Survey")
    manager.check()
    schools = manager.page.locator("#education li").get_by_role("link")
    schools.first.click()
    manager.sees("National Student Survey")
