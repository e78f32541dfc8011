"""A person at a browser: goes to pages, presses buttons, and can use what they see."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = ROOT / "docs" / "screenshots"
# The rules of WCAG 2.2 at A and AA, and what axe calls best practice of structure.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN_AXE = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}});
  return found.violations.map(v => v.id + ': ' + v.help + ' @ '
    + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.failureSummary).join(' | '));
}"""


@dataclass
class Person:
    """One browser window. Every page it comes to may be checked with ``check``."""

    browser: Browser
    address: str
    width: int = 1280
    javascript: bool = True
    problems: list[str] = field(default_factory=list)
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(
            viewport={"width": self.width, "height": 900},
            java_script_enabled=self.javascript,
            accept_downloads=True,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("request", self._asked)

    def _heard(self, message: Any) -> None:
        # The browser reports every answer of 4xx as an error; journeys ask for some on purpose.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"console: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"request to another host: {request.url}")

    def goes_to(self, path: str) -> int:
        """Open a path; the status of the answer."""
        response = self.page.goto(self.address + path)
        assert response is not None
        return response.status

    def signs_in(self, email: str, passphrase: str) -> None:
        self.goes_to("/sign-in/")
        self.page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(email)
        self.page.get_by_label(re.compile("^Password|^Passphrase", re.IGNORECASE)).first.fill(
            passphrase
        )
        self.presses("Sign in")
        expect(self.page.get_by_text("Sign out").first).to_be_attached()

    def follows(self, text: str | re.Pattern[str], *, nth: int = 0) -> None:
        """Follow the link of that text."""
        self.page.get_by_role("link", name=text).nth(nth).click()
        self.page.wait_for_load_state()

    def presses(self, text: str | re.Pattern[str]) -> None:
        """Press the button of that text (some are links that look like buttons)."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=text)
        (button if button.count() else main.get_by_role("link", name=text)).first.click()
        self.page.wait_for_load_state()

    def fills(self, label: str | re.Pattern[str], text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def fills_date(self, legend: str, day: Any) -> None:
        group = self.page.get_by_role("group", name=legend)
        for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part).fill(str(value))

    def chooses(self, text: str | re.Pattern[str], *, nth: int = 0) -> None:
        """A radio button or tick box."""
        self.page.get_by_label(text).nth(nth).check()

    def sees(self, text: str | re.Pattern[str]) -> Locator:
        found = self.page.get_by_text(text).first
        expect(found).to_be_attached()
        return found

    def does_not_see(self, text: str) -> None:
        assert text not in self.page.content(), f"{text!r} is on {self.page.url}"

    def check(self, name: str = "") -> None:
        """No accessibility fault, nothing wider than the window, no script error, one h1.

        With a name, and SIGHTLINE_SCREENSHOTS set, a picture is kept in docs/screenshots.
        """
        where = f"{self.page.url} at {self.page.viewport_size}"
        assert self.problems == [], f"{where}: {self.problems}"
        assert self.page.locator("h1").count() == 1, f"{where}: one h1"
        if self.javascript:
            # Injected by the browser's driver, past the page's own content security policy.
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
            found = self.page.evaluate(_RUN_AXE, _RULES)
            assert found == [], f"{where}:\n" + "\n".join(found)
            wide = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{where}: {wide} px wider than the window"
        if name and os.environ.get("SIGHTLINE_SCREENSHOTS"):
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SCREENSHOTS / f"{name}.png")

    def check_on_a_phone(self, name: str = "") -> None:
        """The same page at 320 px, then back."""
        before = self.page.viewport_size
        assert before is not None
        self.page.set_viewport_size({"width": 320, "height": 700})
        try:
            self.check(name)
        finally:
            self.page.set_viewport_size(before)

    def leaves(self) -> None:
        self.context.close()
