"""What ./run and ./test are made of."""

import os
import re
import socket
import subprocess
import sys

import pytest

from tests.house.source import ROOT
from tools import affected, assets, checks, paths, postgres, progress, service

FONT = '@font-face{font-family:Frutiger W01;src:url(https://example.org/a.woff2) format("woff2")}'


def test_the_stylesheet_asks_nothing_of_another_host():
    css = assets.local_stylesheet(
        FONT + "body{font-family:Frutiger W01,arial,sans-serif}"
        "i{background:url(/assets/images/a.svg)}/*# sourceMappingURL=a.css.map */"
    )
    assert css == "body{font-family:arial,sans-serif}i{background:url(assets/images/a.svg)}"


@pytest.mark.parametrize(
    "rule",
    [
        "a{b:url(https://example.org/c.png)}",
        "a{b:url( '//example.org/c.png')}",
        "@import 'http://e/c'",
    ],
)
def test_an_address_that_is_left_stops_the_build(rule):
    with pytest.raises(progress.Problem, match="asks another host"):
        assets.local_stylesheet(rule)


def test_the_files_that_are_served_hold_no_outside_address():
    css = (paths.VENDOR / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    assert len(css) > 100_000
    assert re.findall(r"https?://[^\s\"')]*|Frutiger|sourceMappingURL|@font-face", css) == []
    for picture in set(re.findall(r"url\(([^)]+)\)", css)):
        assert picture.startswith("data:") or (paths.VENDOR / picture).is_file(), picture
    assert "sourceMappingURL" not in (paths.VENDOR / "nhsuk-frontend.min.js").read_text("utf-8")


def test_a_taken_port_is_said_kindly():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(progress.Problem, match=f"Port {port} on 127.0.0.1 is taken"):
            service._port_is_free(port)


def test_a_step_that_fails_says_what_to_do(capfd):
    with pytest.raises(progress.Problem, match=r"This step failed: Fetch\. Look at the cable\."):
        progress.command(
            "Fetch",
            [sys.executable, "-c", "print('no line'); exit(3)"],
            advice="Look at the cable.",
        )
    assert "no line" in capfd.readouterr().err


def test_counts_come_from_what_pytest_wrote(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="10" failures="1" errors="2" skipped="3"/></testsuites>'
    )
    assert checks._count(report) == checks.Counts(passed=4, failed=3, skipped=3)
    assert str(checks.Counts(4, 3)) == "4 passed, 3 failed"


def test_a_suite_that_breaks_is_never_a_pass(capsys):
    broken = [checks.Outcome("house", ok=False, seconds=1.0, counts=checks.Counts(5, 1))]
    assert checks._summary(broken) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "5 passed, 1 failed; failed checks: house"


def test_fast_leaves_out_what_takes_long():
    names, _ = checks._parse(["--fast"])
    assert names == ["lint", "format", "types", "imports", "unit-sqlite"]
    names, asked = checks._parse(["sightline/stats"])
    assert names == ["unit-sqlite", "unit-postgres"]
    assert asked.tests("sightline") == ("sightline/stats",)
    assert checks._parse([])[0] == list(checks.STAGES)


IMPORTERS = {
    "s.base.words": {"s.low.rules"},
    "s.base.test_words": set(),
    "s.low.rules": {"s.low.test_rules", "s.high.pages.show"},
    "s.low.test_rules": set(),
    "s.low.test_other": set(),
    "s.high.pages.show": {"s.high.pages.test_show", "s.roof.urls"},
    "s.high.pages.test_show": set(),
    "s.roof.urls": {"s.roof.test_urls"},
    "s.roof.test_urls": set(),
}


def test_the_tests_nearest_to_a_change_come_first():
    assert affected.nearest({"s.low.rules"}, IMPORTERS) == [
        "s.low.test_other", "s.low.test_rules", "s.high.pages.test_show", "s.roof.test_urls",
    ]  # fmt: skip
    assert affected.nearest({"s.high.pages.test_show"}, IMPORTERS) == ["s.high.pages.test_show"]
    assert affected.nearest(set(), IMPORTERS) == []


def test_templates_and_data_change_their_folder():
    modules = {"sightline.a.models", "sightline.a.pages.show", "sightline.b.rules", "tools.x"}
    assert affected.changed_modules(
        ["sightline/a/pages/show.jinja", "sightline/b/data/x.yaml", "docs/a.md", "README.md"],
        modules,
    ) == {"sightline.a.pages.show", "sightline.b.rules"}
    assert affected.changed_modules(["sightline/a/models.py", "sightline/gone.py"], modules) == {
        "sightline.a.models"
    }


def test_postgres_is_found():
    assert (postgres.find_binaries() / "pg_ctl").exists()


@pytest.mark.parametrize("command", ["run", "test"])
def test_an_old_python_is_told_so(command):
    source = (ROOT / command).read_text(encoding="utf-8")
    old = source.replace("import sys\n", "import sys\nsys.version_info = (3, 9, 1)\n", 1)
    done = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs Python 3.11 or later; this is 3.9" in done.stderr


@pytest.mark.parametrize("command", ["run", "test"])
def test_nothing_but_the_standard_library_is_needed_to_begin(command, tmp_path):
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-S", ROOT / command, "--help"],
        capture_output=True,
        text=True,
        check=False,
        env=bare,
        cwd=tmp_path,
    )
    assert "No module named" not in done.stderr
    assert "usage:" in done.stdout


@pytest.mark.parametrize("command", ["run", "test", ".ci/run"])
def test_the_commands_can_be_started(command):
    assert (ROOT / command).stat().st_mode & 0o111


def test_the_help_names_every_check():
    done = subprocess.run(
        [sys.executable, ROOT / "test", "--help"], capture_output=True, text=True, check=True
    )
    for name in checks.STAGES:
        assert name in done.stdout
