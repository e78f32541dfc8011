"""A person at a browser: goes to pages, presses buttons, and can use what they see."""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import (
    APIResponse,
    Browser,
    BrowserContext,
    Locator,
    Page,
    Response,
    expect,
)

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SCREENSHOTS = ROOT / "docs" / "screenshots"
RULES = ROOT / "docs" / "rules"
KEEPS_SCREENSHOTS = os.environ.get("SIGHTLINE_SCREENSHOTS") == "1"
PHONE = {"width": 320, "height": 700}
# The rules of WCAG 2.2 at A and AA, and what axe calls best practice of structure.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN_AXE = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags},
    resultTypes: ['violations']});
  return found.violations.map(v => v.id + ': ' + v.help + ' @ '
    + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.failureSummary).join(' | '));
}"""
# The part of the page that some elements take up together, with a margin, in pixels of the page.
_AROUND = """elements => {
  const boxes = elements.map(one => one.getBoundingClientRect());
  const main = document.querySelector('main').getBoundingClientRect();
  const top = Math.min(...boxes.map(one => one.top)) + scrollY - 16;
  const bottom = Math.max(...boxes.map(one => one.bottom)) + scrollY + 16;
  const left = Math.max(0, main.left - 16);
  return {x: left, y: Math.max(0, top), width: Math.min(innerWidth, main.right + 16) - left,
    height: bottom - Math.max(0, top)};
}"""
_TALLEST_PICTURE = 1700
_DRAWN_AGAIN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def today() -> date:
    """The day where the service is."""
    return datetime.now(ZoneInfo("Europe/London")).date()


@dataclass
class Person:
    """One browser window. Every page it comes to may be checked with ``check``.

    What no page may ever do is noted in ``problems`` while they walk, and every check looks there:
    a script that fails, a request to another host, an answer without a strict content policy.
    """

    browser: Browser
    address: str
    width: int = 1280
    javascript: bool = True
    cookies: Any = None  # of somebody who has signed in before: a Playwright storage state
    problems: list[str] = field(default_factory=list)
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(
            viewport={"width": self.width, "height": 900},
            java_script_enabled=self.javascript,
            accept_downloads=True,
            storage_state=self.cookies,
            reduced_motion="reduce",
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def _heard(self, message: Any) -> None:
        # The browser reports every answer of 4xx as an error; journeys ask for some on purpose.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"console: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"request to another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.url.startswith(self.address) and "/static/" not in response.url:
            self._checks_policy(response.url, response.headers, response.status)

    def _checks_policy(self, url: str, headers: dict[str, str], status: int) -> None:
        policy = headers.get("content-security-policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy:
            self.problems.append(f"content policy of {url}: {policy or 'none'}")
        if status >= 500:
            self.problems.append(f"{status} from {url}")

    # Where they are

    @property
    def path(self) -> str:
        """The path of the page, without the query."""
        return urlsplit(self.page.url).path

    def goes_to(self, path: str) -> int:
        """Open a path; the status of the answer."""
        response = self.page.goto(self.address + path)
        assert response is not None
        return response.status

    def fetches(self, path: str) -> APIResponse:
        """The answer to a path as this person gets it, without drawing the page."""
        answer = self.context.request.get(self.address + path)
        self._checks_policy(answer.url, answer.headers, answer.status)
        return answer

    def signs_in(self, email: str, passphrase: str) -> None:
        self.goes_to("/sign-in/")
        self.tries_to_sign_in(email, passphrase)
        expect(self.page.get_by_text("Sign out").first).to_be_attached()

    def tries_to_sign_in(self, email: str, passphrase: str) -> None:
        self.page.get_by_label("Email address", exact=True).fill(email)
        self.page.get_by_label("Password", exact=True).fill(passphrase)
        self.presses("Sign in")

    # What they do

    def follows(self, text: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Follow the first link of that text in the page, in its menu or ``within`` a part."""
        (within or self.page).get_by_role("link", name=text).first.click()
        self.page.wait_for_load_state()

    def presses(self, text: str) -> None:
        """Press the button of that text in the main part (some are links that look like one)."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=text)
        (button if button.count() else main.get_by_role("link", name=text)).first.click()
        self.page.wait_for_load_state()

    def opens(self, summary: str) -> None:
        """Open the part that is folded under those words."""
        self.page.locator("summary", has_text=summary).first.click()

    def fills(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def fills_date(self, legend: str, day: date) -> None:
        group = self.page.get_by_role("group", name=legend)
        for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part).fill(str(value))

    def answers(self, question: str, *choices: str) -> None:
        """Tick the answers, radio buttons or boxes, in the group with that legend."""
        group = self.page.get_by_role("group", name=question)
        for choice in choices:
            group.get_by_label(choice).first.check()

    def ticks(self, label: str) -> None:
        self.page.get_by_label(label).check()

    def picks(self, label: str, option: str) -> None:
        """Choose from a list: the option that holds that text."""
        listed = self.page.get_by_label(label).first
        value = listed.locator("option", has_text=option).first.get_attribute("value")
        listed.select_option(value)

    def downloads(self, link: str | re.Pattern[str]) -> bytes:
        """Follow a link that leads to a file; the file."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=link).first.click()
        return Path(waiting.value.path()).read_bytes()

    # What they see

    def sees(self, text: str | re.Pattern[str]) -> Locator:
        found = self.page.get_by_text(text).first
        expect(found).to_be_attached()
        return found

    def does_not_see(self, text: str) -> None:
        assert text not in self.page.content(), f"{text!r} is on {self.page.url}"

    def sees_problem(self, *sentences: str) -> None:
        """The summary of errors says these, and each of its lines leads to a field."""
        summary = self.page.get_by_role("alert").filter(has_text="There is a problem")
        for sentence in sentences:
            assert sentence in summary.inner_text(), summary.inner_text()
        for link in summary.get_by_role("link").all():
            target = link.get_attribute("href") or ""
            assert self.page.locator(f"[id='{target[1:]}']").count() == 1, f"{target} leads nowhere"
        assert self.page.title().startswith("Error: ")

    def heading(self) -> str:
        """The page's own, without the words above it."""
        return self.page.locator("h1").inner_text().splitlines()[-1].strip()

    def row(self, text: str | re.Pattern[str]) -> Locator:
        """The first row of a table that holds that text."""
        return self.page.get_by_role("row").filter(has_text=text).first

    # Whether they can use it

    def check(self, name: str = "", *, show: str | re.Pattern[str] = "") -> None:
        """No accessibility fault, nothing wider than the window, no script error, one h1.

        With a name, and SIGHTLINE_SCREENSHOTS=1, a picture is kept in docs/screenshots: of the top
        of the page, or from the words ``show`` on.
        """
        where = f"{self.page.url} at {self.page.viewport_size}"
        assert self.problems == [], f"{where}: {self.problems}"
        assert self.page.locator("h1").count() == 1, f"{where}: one h1"
        assert self.page.title().strip(), f"{where}: no title"
        if self.javascript:
            # Injected by the browser's driver, past the page's own content security policy.
            self.page.evaluate(AXE)
            found = self.page.evaluate(_RUN_AXE, _RULES)
            assert found == [], f"{where}:\n" + "\n".join(found)
            wide = self.page.evaluate(_TOO_WIDE)
            assert wide <= 0, f"{where}: {wide} px wider than the window"
        if name and KEEPS_SCREENSHOTS:
            self._keeps(name, show)

    def check_on_a_phone(self, name: str = "", *, show: str | re.Pattern[str] = "") -> None:
        """The same page at 320 px, then back."""
        before = self.page.viewport_size
        assert before is not None
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        try:
            if self.javascript:
                self.page.evaluate(_DRAWN_AGAIN)  # the menu puts its places away as it narrows
            self.check(name, show=show)
        finally:
            self.page.set_viewport_size(before)

    def checks_the_page(self, name: str = "", *, show: str | re.Pattern[str] = "") -> None:
        """On a desk and on a phone."""
        self.check(name, show=show)
        self.check_on_a_phone()

    def _keeps(self, name: str, show: str | re.Pattern[str]) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        if show:
            part = self.page.locator("main").get_by_text(show).first
            part.evaluate("part => scrollTo(0, part.getBoundingClientRect().top + scrollY - 24)")
        else:
            self.page.evaluate("scrollTo(0, 0)")
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")

    def shows_rule(self, rule: str, *parts: str | re.Pattern[str] | Locator) -> None:
        """A rule of the product can be seen here: these words or parts of the page show it.

        The page is checked as any other. With SIGHTLINE_SCREENSHOTS=1 the picture
        ``docs/rules/<rule>.png`` is kept: from the highest of the parts to the lowest.
        """
        self.check()
        main = self.page.locator("main")
        found = [one if isinstance(one, Locator) else main.get_by_text(one).first for one in parts]
        for one in found:
            expect(one).to_be_visible()
        handles = [one.element_handle() for one in found]
        area = self.page.evaluate(_AROUND, handles)
        assert area["height"] <= _TALLEST_PICTURE, f"{rule}: {area} is too tall to show one rule"
        if KEEPS_SCREENSHOTS:
            RULES.mkdir(parents=True, exist_ok=True)
            drawn = Image.open(io.BytesIO(self.page.screenshot(full_page=True, clip=area)))
            # A page has few colours: a palette makes the file a third as large.
            few = drawn.convert("RGB").quantize(128, dither=Image.Dither.NONE)
            few.save(RULES / f"{rule}.png", optimize=True)

    def leaves(self) -> None:
        self.context.close()


def place_of(director: Person) -> str:
    """The trust that a director of education answers for, as the home page says it."""
    director.goes_to("/")
    role = director.sees(re.compile("Director of education, ")).inner_text()
    return role.removeprefix("Director of education, ").split(";")[0].strip()
