"""Every page that somebody can come to by links, for each of the cast: usable at every width."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit
from zlib import crc32

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import expect

from tests.journeys.conftest import PASSPHRASE, Arrive
from tests.journeys.person import Person

CAST = ("", "national", "mehreen", "dilys", "icb", "learner", "admin")
# Parts of an address that make another page of the same route.
_TELLING = {"dataset", "commitment", "group", "about", "organisation", "as_at"}
_MOST_PAGES = 2000
# Of most routes one page of a kind is enough; these link onward only where a place is large enough.
_MORE_OF = {"insight/<str:level>/<str:code>/": 8}
# Looking takes minutes: shares of it are tests of their own, so that two processes halve them.
_SHARES = 2
# How the address of a file to take away ends.
_FILES = (
    "/errors/", "/file/", "/download/", "/xlsform/", "/fhir/", "/template/", "/poster/",
    "/slide/", "/code/",
)  # fmt: skip
# A file that the browser opens itself, to be printed.
_OPENED = "/listen/replies/poster/"
# Documents and files of which each has an address of its own.
_OF_ITS_OWN = re.compile(r"/document/\d+/$|^/govern/files/[a-z]+/[\w-]+/\d+/")
# Routes that a walk along links in these data does not meet, and who does.
_ELSEWHERE = {
    "sign-out/": "a button",
    "healthy/": "read by machines",
    "search/": "the box at the top: see below",
    "design/": "for those who build the service: see below",
    "organisations/<str:code>/compare/": "test_the_country",
    "commitments/<slug:reference>/check/": "test_the_thread: once proof is sent",
    "listen/replies/<slug:reference>/amend/": "test_the_thread: a draft",
    "listen/replies/<slug:reference>/publish/": "test_the_thread: a draft",
    "listen/replies/public/<str:code>/<str:programme_code>/": "test_patches",
    "respond/register/<slug:reference>/share/": "test_the_register: one that is not shared",
    "respond/register/<slug:reference>/reopen/": "test_the_thread: a closed concern",
    "a/<str:token>/": "test_answering: whoever has the link",
    "a/later/": "test_answering",
    "a/placement/": "test_answering",
    "a/questions/<int:page>/": "test_answering",
    "a/seen/": "its own tests: where later learners are asked about a reply",
    "a/send/": "test_answering",
    "a/sent/": "test_answering",
    "listen/care/requests/<slug:reference>/erase/": "test_care_for_data",
    "listen/care/requests/<slug:reference>/identity/": "test_care_for_data",
    "listen/codesign/<slug:reference>/close/": "test_a_forum_and_a_group: one that is open",
    "listen/codesign/<slug:reference>/moderate/": "test_a_forum_and_a_group: one that is open",
    "listen/codesign/<slug:reference>/open/": "test_a_forum_and_a_group: a draft",
    "listen/codesign/<slug:reference>/put/": "test_a_forum_and_a_group: a draft",
    "listen/codesign/vote/<str:token>/": "test_a_forum_and_a_group: whoever has the link",
    "listen/comments/<slug:key>/take_on/": "a button",
    "listen/comments/public/<str:code>/": "its own tests: where comments are marked for everybody",
    "listen/forums/points/told/": "its own tests: members who sign in",
    "listen/invitations/messages/<int:pk>/": "test_inviting",
    "listen/invitations/messages/<int:pk>/call-off/": "test_inviting: a wave to come",
    "listen/invitations/messages/<int:pk>/send-again/": "its own tests: where messages failed",
    "listen/invitations/messages/no-more/<str:token>/": "its own tests: the link of a message",
    "listen/invitations/messages/plan/<int:pk>/": "test_inviting",
    "listen/invitations/printed/<int:pk>/end/": "its own tests: whoever runs the round",
    "listen/invitations/printed/cards/<int:pk>/": "its own tests: whoever runs the round",
    "listen/invitations/roster/<int:pk>/apply/": "test_inviting",
    "listen/invitations/roster/<int:pk>/set-aside/": "its own tests: a roster that is not applied",
    "listen/news/confirm/<str:token>/": "its own tests: the link of a message",
    "listen/news/stop/<str:token>/": "its own tests: the link of a message",
    "listen/questionnaires/<slug:code>/<int:number>/preview/<int:page>/": "test_a_questionnaire",
    "listen/questionnaires/<slug:code>/<int:number>/publish/": "test_a_questionnaire: a draft",
    "listen/questionnaires/editing/<slug:code>/publish/": "test_a_focused_survey: a draft",
    "listen/voices/stories/<str:number>/release/": "test_voices: a story to be read",
    "listen/voices/stories/<str:number>/withdraw/": "its own tests: a story that is told",
    "assess/returns/answering/<slug:reference>/begin/": "test_self_assessment",
    "assess/returns/answering/<slug:reference>/evidence/": "test_self_assessment",
    "assess/returns/answering/<slug:reference>/evidence/<int:pk>/": "its own tests",
    "assess/returns/answering/<slug:reference>/evidence/<int:pk>/take-out/": "a button",
    "assess/returns/answering/<slug:reference>/<slug:section>/": "test_self_assessment",
    "assess/returns/answering/<slug:reference>/<slug:section>/note/": "test_self_assessment",
    "assess/returns/attestation/<slug:reference>/sign/": "test_self_assessment",
    "assess/returns/attestation/<slug:reference>/amend/": "test_self_assessment",
    "assess/returns/attestation/<slug:reference>/<int:number>/": "test_self_assessment",
    "assess/returns/campaigns/take-out/<slug:reference>/": "its own tests: one that is not signed",
    "assess/returns/contributors/link/<str:token>/": "test_self_assessment",
    "assess/returns/contributors/<slug:reference>/": "test_self_assessment",
    "assess/returns/contributors/<slug:reference>/<int:pk>/end/": "test_self_assessment",
    "assess/returns/review/<slug:reference>/": "test_self_assessment",
    "assess/returns/review/<slug:reference>/<slug:question>/decide/": "test_self_assessment",
    "assess/returns/review/<slug:reference>/<slug:question>/find/": "test_self_assessment",
    "assess/returns/letters/<slug:reference>/": "test_self_assessment",
    "assess/returns/letters/<slug:reference>/send/": "test_self_assessment",
    "assess/returns/offline/<slug:reference>/": "its own tests: whoever answers a return",
    "assess/returns/offline/<slug:reference>/<int:pk>/": "its own tests: a file that was uploaded",
    "assess/returns/review/findings/<slug:commitment>/": "its own tests: leads to the answer",
    "assess/returns/review/<slug:reference>/queries/": "its own tests: whoever answers a return",
    "assess/returns/review/<slug:reference>/queries/<int:pk>/reply/": "its own tests: a query",
    "respond/register/<slug:reference>/ask/": "test_the_register: one that is shared",
    "respond/register/<slug:reference>/commit/": "test_the_thread: one that is shared",
    "respond/rounds/<slug:survey>/<int:year>/<str:code>/open_again/": "test_what_became_of_it",
    "insight/reports/run/<int:pk>/": "test_reports: once reports are asked for",
    "insight/reports/run/<int:pk>/cancel/": "a button",
    "insight/reports/run/<int:pk>/download/": "test_reports: once reports are made",
    "insight/signals/look/": "a button",
    "insight/tensions/look/": "a button",
    "respond/requests/<slug:reference>/": "test_the_room: once a review is asked for",
    "api/odata/v4/": "test_an_analyst: read by programs, with a key",
    "api/odata/v4/$metadata": "its own tests: read by programs",
    "api/odata/v4/<str:resource>": "test_an_analyst: read by programs",
    "api/odata/v4/<str:resource>/$count": "its own tests: read by programs",
    "account/keys/<int:pk>/revoke/": "test_an_analyst: once a key is made",
    "listen/imports/<int:pk>/check/": "test_a_survey_comes_in",
    "listen/outside/file/<int:pk>/columns/": "test_other_surveys: a file that is not applied",
    "listen/outside/file/<int:pk>/errors/": "test_other_surveys: a file with rows in error",
    "listen/imports/<int:pk>/map/": "test_a_survey_comes_in",
    "listen/imports/<int:pk>/prepare/": "test_a_survey_comes_in",
    "listen/imports/<int:pk>/set-aside/": "test_a_survey_comes_in",
    "govern/approvals/<slug:reference>/document/<int:pk>/": "a file",
    "govern/approvals/<slug:reference>/ask/<int:pk>/": "its own tests: a question that waits",
    "govern/approvals/<slug:reference>/condition/<int:pk>/": "test_a_new_place: one not yet met",
    "listen/codebook/<int:pk>/bring_back/": "its own tests: a retired code",
    "listen/codebook/code/<slug:key>/": "test_coding: the next comment",
    "listen/codebook/runs/<int:pk>/": "test_coding: once the machine is asked for something",
    "govern/approvals/<slug:reference>/what/": "test_a_new_place: a draft",
    "govern/approvals/<slug:reference>/learners/": "test_a_new_place: a draft",
    "govern/approvals/<slug:reference>/send/": "test_a_new_place: a draft",
    "govern/approvals/<slug:reference>/rely/": "test_a_new_place: for an education provider",
    "govern/approvals/place/<str:token>/": "test_a_new_place: whoever has the link",
    "govern/files/<slug:kind>/<slug:code>/<int:edition>/": "a file",
    "govern/files/<slug:kind>/<slug:code>/<int:edition>/<str:version>/": "its own tests",
    "govern/framework/<str:code>/<slug:kind>/": "its own tests: where standards change",
    "govern/framework/<str:code>/<slug:kind>/carry-over/": "a button",
    "govern/framework/<str:code>/<slug:kind>/leave/": "its own tests: where standards change",
    "standards/succession/<str:code>/accept/": "a button",
    "standards/succession/<str:code>/<str:number>/": "its own tests: where standards change",
}


def kind_of(address: str) -> tuple[str, ...]:
    """One kind of page: its route, the level of a group of results, what the query tells."""
    parts = urlsplit(address)
    found = resolve(parts.path)
    told = sorted({name for name, _ in parse_qsl(parts.query)} & _TELLING)
    return (found.route, str(found.kwargs.get("level", "")), *told)


def is_file(address: str) -> bool:
    query = dict(parse_qsl(urlsplit(address).query))
    path = urlsplit(address).path
    return (
        "format" in query
        or "picture" in query
        or (path.endswith(_FILES) and path != "/listen/codebook/code/")
        or path.startswith(_OPENED)
        or _OF_ITS_OWN.search(path) is not None
    )


class Read(HTMLParser):
    """What there is on a page, read without drawing it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        # Which kinds of parts it has: pages of one route with the same parts look and read alike.
        self.parts: set[str] = set()
        self.headings = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.parts.add(f"{tag}.{given.get('class')}")
        self.headings += tag == "h1"
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))


def links_of(person: Person, address: str, page: Read) -> Iterator[str]:
    for link in page.links:
        whole = urldefrag(urljoin(person.address + address, link)).url
        if whole.startswith(person.address) and "/static/" not in whole:
            yield whole.removeprefix(person.address)


def walked(person: Person) -> Iterator[tuple[str, str, Read]]:
    """Fetch one page of every kind, from the home page on; its route, its address and itself."""
    met: Counter[tuple[str, ...]] = Counter()
    been: set[str] = set()
    ahead = deque(["/"])
    while ahead:
        address = ahead.popleft()
        kind = kind_of(address)
        if address in been or met[kind] >= _MORE_OF.get(kind[0], 1):
            continue
        met[kind] += 1
        been.add(address)
        assert len(met) < _MOST_PAGES, "Pages of more kinds than that: is there a circle of links?"
        answer = person.fetches(address)
        assert answer.status == 200, address
        if is_file(address):
            how = "inline" if address.startswith(_OPENED) else "attachment"
            assert how in answer.headers.get("content-disposition", ""), address
            continue
        page = Read(answer.text())
        assert page.headings == 1, address
        if met[kind] == 1:
            yield kind[0], address, page
        ahead.extend(links_of(person, address, page))


@pytest.mark.parametrize("share", range(_SHARES))
def test_everybody_can_use_every_page(share: int, arrive_untouched: Arrive) -> None:
    """Everybody walks along all links; a browser looks at a share of what differs."""
    seen: dict[str, set[frozenset[str]]] = {}  # per route, the sets of parts that were met
    for name in CAST:
        person = arrive_untouched(name)
        new = []
        for route, address, page in walked(person):
            parts = frozenset(page.parts)
            looks = seen.setdefault(route, set())
            if parts not in looks:
                looks.add(parts)
                new.append((route, address))
        for route, address in new:
            if crc32(route.encode()) % _SHARES == share:
                assert person.goes_to(address) == 200, address
                person.checks_the_page()
        assert person.problems == []
        person.leaves()
    # A page to which no link leads is a page that nobody finds.
    unmet = set(_routes()) - set(seen) - set(_ELSEWHERE)
    assert not unmet, "\n".join(sorted(unmet))


def _routes(patterns: object = None, before: str = "") -> Iterator[str]:
    for one in get_resolver().url_patterns if patterns is None else patterns:  # type: ignore[attr-defined]
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        elif isinstance(one, URLPattern) and not is_file("/" + route):
            yield route


def test_the_design_guide_and_pages_that_are_not_there(visitor: Arrive) -> None:
    anybody = visitor()
    for path in ("/design/", "/design/?errors", "/design/?messages"):
        assert anybody.goes_to(path) == 200
        anybody.checks_the_page()
    assert anybody.goes_to("/no/such/page/") == 404
    anybody.checks_the_page()


def test_search(sign_in: Arrive) -> None:
    manager = sign_in("mehreen")
    box = manager.page.get_by_role("searchbox", name="Search Sightline")
    for words in ("trust", "no such thing at all", ""):
        box.fill(words)
        box.press("Enter")
        expect(manager.page).to_have_url(re.compile("/search/"))
        manager.checks_the_page()


def test_a_stranger_to_a_page_finds_nothing_there(sign_in: Arrive) -> None:
    learner = sign_in("learner")
    assert learner.goes_to("/respond/register/") in (403, 404)
    learner.checks_the_page()


def test_without_javascript(visitor: Arrive) -> None:
    manager = visitor(javascript=False)
    manager.signs_in("nerys@example.org", PASSPHRASE)
    for place in ("Home", "Results", "Commitments", "Listen", "Organisations", "Standards"):
        manager.follows(place, within=manager.page.locator("header"))
        manager.check()
    manager.follows("Register", within=manager.page.locator("header"))
    manager.fills("Reference, title or place", "no such thing")
    manager.presses("Apply filters")
    assert "no+such+thing" in manager.page.url
    manager.sees("No concern answers all of these filters")
    manager.follows("Clear all filters")

    manager.presses("Raise a concern")
    manager.fills("Name, code or postcode", "NHS Trust")
    manager.presses("Find")
    manager.page.locator("main table").get_by_role("link").first.click()
    manager.answers("What is the concern about?", "An organisation")
    manager.presses("Continue")
    manager.presses("Raise the concern")
    manager.sees_problem("Enter title")
    manager.fills("Title", "Rotas come late")
    manager.fills("What is the concern?", "Rotas come two days before they begin.")
    manager.answers("How do you know about it?", "A quality intervention")
    manager.fills("What is the evidence?", "Rotas of three wards.")
    manager.page.locator("details.app-domain summary").first.click()
    manager.page.locator("details.app-domain").first.get_by_role("checkbox").first.check()
    manager.answers("How likely is it?", "3 – Possible")
    manager.answers("How bad would it be?", "2 – Minor")
    manager.answers("Share it with the provider now?", "No, not yet.")
    manager.presses("Raise the concern")
    manager.sees("is on the register")
    manager.check()


def test_by_keyboard_alone(visitor: Arrive, sign_in: Arrive) -> None:
    anybody = visitor()
    anybody.goes_to("/sign-in/")
    keys = anybody.page.keyboard
    keys.press("Tab")
    expect(anybody.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    expect(anybody.page.get_by_role("link", name="Skip to main content")).to_be_visible()
    keys.press("Enter")
    tabs_to(anybody, "Email address")
    keys.type("bryony@example.org")
    tabs_to(anybody, "Password")
    keys.type(PASSPHRASE)
    keys.press("Enter")
    expect(anybody.page.get_by_text("Sign out")).to_be_visible()

    anybody.goes_to("/respond/register/")
    tabs_to(anybody, "Reference, title or place")
    keys.type("Q-")
    keys.press("Enter")
    expect(anybody.page).to_have_url(re.compile("Q-"))
    anybody.check()


def tabs_to(person: Person, label: str) -> None:
    """Press Tab until that field has the focus; each stop on the way can be seen."""
    field = person.page.get_by_label(label, exact=True)
    for _ in range(60):
        person.page.keyboard.press("Tab")
        focused = person.page.locator(":focus")
        expect(focused).to_be_visible()
        if field.evaluate("field => field === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {label}")
