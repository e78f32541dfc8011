"""Everybody sees their own patch, and nothing tells them that there is more."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import PASSPHRASE, Arrive
from tests.journeys.files import table_of
from tests.journeys.person import Person

LISTS = ("/respond/register/", "/commitments/", "/listen/replies/")
# By name: regions of the concerns in their register; None where they have no register.
REGIONS: dict[str, set[str] | None] = {
    "national": {"Midlands", "North West", "South East"},
    "mehreen": {"Midlands"},
    "nerys": {"North West"},
    "icb": {"Midlands"},
    "dilys": {"Midlands"},
    "learner": None,
    "admin": None,
}


def test_each_sees_the_register_of_their_patch(sign_in: Arrive) -> None:
    for name, regions in REGIONS.items():
        person = sign_in(name)
        if regions is None:
            assert person.goes_to("/respond/register/") == 404
        else:
            person.goes_to("/respond/register/")
            file = person.downloads(re.compile("as CSV"))
            found = {row["Region"] for row in table_of(file, "Reference", "Title")}
            assert found >= regions if name == "national" else found == regions, name
        person.leaves()


def test_typed_addresses_of_another_patch_are_not_there(sign_in: Arrive) -> None:
    manager = sign_in("mehreen")
    addresses = addresses_of_the_midlands(manager)
    for address in addresses:
        assert manager.goes_to(address) == 200, address
    for name in ("nerys", "kwabena", "learner", "admin"):
        stranger = sign_in(name)
        for address in addresses:
            assert stranger.goes_to(address) == 404, f"{address} as {name}"
            stranger.sees("Page not found")
        stranger.checks_the_page()
        stranger.leaves()
    # Beside them, the ICB and the provider: what is shared, and nobody's drafts or doings.
    lead = sign_in("icb")
    for address in addresses:
        assert lead.goes_to(address) in ({404} if is_doing(address) else {200, 404}), address


def is_doing(address: str) -> bool:
    return address.endswith(("/decide/", "/check/", "/publish/", "/draft/"))


def addresses_of_the_midlands(manager: Person) -> list[str]:
    """Pages about one trust, found by following links, and a draft of a reply."""
    manager.goes_to("/respond/register/?q=Clinical+supervision")
    manager.follows("Clinical supervision has fallen across the trust")
    concern = manager.path
    commitment = str(manager.page.get_by_role("link", name="C-").first.get_attribute("href"))
    item = str(
        manager.page.locator(".app-result__name").get_by_role("link").first.get_attribute("href")
    )
    manager.goes_to(commitment)
    manager.presses("Tell learners: draft a reply")
    drafting = manager.page.url.removeprefix(manager.address)
    manager.presses("Store the draft")
    manager.sees("Not public yet.")
    provider = item.split("item/")[0]
    return [
        provider, item, concern, f"{concern}decide/", commitment, f"{commitment}check/",
        drafting, manager.path, f"{manager.path}publish/",
    ]  # fmt: skip


def test_a_learner_sees_replies_only(sign_in: Arrive) -> None:
    learner = sign_in("learner")
    learner.checks_the_page()
    menu = learner.page.locator("header nav[aria-label='Menu'], header .nhsuk-header__navigation")
    assert [link.inner_text() for link in menu.get_by_role("link").all()] == [
        "Home", "Listen", "Standards",
    ]  # fmt: skip
    learner.follows("Listen")
    learner.follows("Replies to learners")
    learner.checks_the_page()
    learner.page.locator("main table").get_by_role("link").first.click()
    learner.sees("On the public page since")
    learner.does_not_see("Drafted")
    learner.checks_the_page()
    for path in ("/insight/", "/commitments/", "/organisations/", "/listen/surveys/"):
        assert learner.goes_to(path) == 404, path


def test_replies_of_one_programme_are_public_too(visitor: Arrive) -> None:
    anybody = visitor()
    assert anybody.goes_to("/listen/replies/public/DT-004/OBS-GYNAE/") == 200
    anybody.sees("Obstetrics and gynaecology")
    anybody.checks_the_page()
    assert anybody.goes_to("/listen/replies/public/DT-004/NO-SUCH/") == 404


def test_whoever_is_signed_out_is_asked_to_sign_in(visitor: Arrive) -> None:
    anybody = visitor()
    for path in (*LISTS, "/insight/", "/organisations/", "/administration/"):
        anybody.goes_to(path)
        assert anybody.path == "/sign-in/", path
    anybody.goes_to("/respond/register/?waiting=1")
    anybody.checks_the_page()
    anybody.tries_to_sign_in("piran@example.org", PASSPHRASE)
    expect(anybody.page).to_have_url(re.compile(r"/respond/register/\?waiting=1$"))
    # And out again: the page of before is not kept.
    anybody.page.get_by_role("button", name="Sign out").click()
    anybody.sees("You have signed out.")
    anybody.checks_the_page()
    anybody.goes_to("/respond/register/")
    assert anybody.path == "/sign-in/"


def test_a_wrong_passphrase_tells_nothing_and_many_are_stopped(visitor: Arrive) -> None:
    anybody = visitor()
    anybody.goes_to("/sign-in/")
    anybody.presses("Sign in")
    anybody.sees_problem("Enter email address", "Enter password")
    anybody.checks_the_page()
    said = set()
    for email in ("osric@example.org", "nobody@example.org"):
        anybody.goes_to("/sign-in/")
        anybody.tries_to_sign_in(email, "not the passphrase")
        anybody.sees_problem("The email address or password is not right.")
        said.add(anybody.page.locator("main").inner_text())
    assert len(said) == 1, "An address that is known is answered as one that is not"
    anybody.checks_the_page()
    for _ in range(6):
        anybody.tries_to_sign_in("osric@example.org", "not the passphrase")
    anybody.sees_problem("There were too many tries to sign in")
    anybody.checks_the_page()
    anybody.tries_to_sign_in("osric@example.org", PASSPHRASE)
    anybody.sees_problem("There were too many tries to sign in")
