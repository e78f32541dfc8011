"""What is committed: no package host, no path of one machine, nothing left undone, nothing long."""

import re
import sys

import pytest

from tests.house.source import PACKAGE, ROOT, files, named, place

LONGEST = 400
# Joined here, so that this file does not itself hold what it looks for.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("conda", "anaconda", "org"),
        ("proxy", "golang", "org"),
        ("repo", "maven", "apache", "org"),
        ("crates", "io"),
    )
]
HOST = re.compile("|".join(rf"\b{re.escape(host)}\b" for host in HOSTS).encode(), re.I)
INDEX_OPTION = re.compile(rb"--(?:extra-)?index-url|--find-links|\"resolved\":\s*\"http")
OWN_PATHS = re.compile(
    "|".join(
        rf"(?<![\w.{{}}<>*-])/{top}/[\w.-]+" for top in ("ho" + "me", "Us" + "ers", "ro" + "ot")
    ).encode()
    + rb"|(?<![\w.<>*-])/"
    + b"wo"
    + rb"rk/(?:main|shared|plan)\b"
)
UNDONE = re.compile(rb"\b(?:TO" + rb"DO|FIX" + rb"ME)\b|#\s*XX" + rb"X\b")


def lines_with(pattern: re.Pattern[bytes]) -> list[str]:
    return [
        f"{place(path, number)}: {line.strip()[:120].decode(errors='replace')}"
        for path in files()
        if path.suffix not in {".png", ".jpg", ".ico", ".woff2", ".parquet", ".xlsx", ".zip"}
        for number, line in enumerate(path.read_bytes().splitlines(), start=1)
        if pattern.search(line)
    ]


def test_there_are_files():
    assert ROOT / "pyproject.toml" in files()


def test_nothing_that_a_program_left_behind_is_committed():
    left = [
        place(path)
        for path in files()
        if path.suffix in {".db", ".sqlite3", ".pyc", ".prof", ".log"}
        or any(part.endswith("_cache") for part in path.relative_to(ROOT).parts)
    ]
    assert left == []


def test_no_file_names_a_package_host():
    assert lines_with(HOST) == []


def test_no_file_chooses_a_package_index():
    here = place(ROOT / "tests" / "house" / "test_files.py")
    assert [line for line in lines_with(INDEX_OPTION) if not line.startswith(here)] == []


def test_no_file_holds_a_path_of_one_machine():
    assert lines_with(OWN_PATHS) == []
    if len(ROOT.parts) > 2:
        assert lines_with(re.compile(re.escape(f"{ROOT}/").encode())) == []


def test_nothing_is_left_undone():
    assert lines_with(UNDONE) == []


def test_no_file_is_too_long_to_read_in_one_sitting():
    long = {
        place(path): count
        for path in [*named("*.py", "*.jinja"), *(ROOT / "tools").glob("*.py")]
        if "migrations" not in path.parts
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}, "Look for the noun that wants its own folder"


def test_every_folder_with_python_is_a_package():
    """A folder that is not one escapes the import rules."""
    folders = {path.parent for path in named("*.py")}
    parents = {parent for folder in folders for parent in folder.parents if parent >= PACKAGE}
    bare = [
        place(folder)
        for folder in folders | {one for one in parents if one.is_relative_to(PACKAGE)}
        if not (folder / "__init__.py").is_file()
    ]
    assert sorted(bare) == []


def test_names_say_what_a_file_is_about():
    vague = {"utils", "helpers", "manager", "managers", "handler", "handlers", "core", "common"}
    found = [place(p) for p in named("*.py") if p.stem in vague or p.parent.name in vague]
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (HOST, f"see https://{HOSTS[0]}/simple"),
        (HOST, f'"resolved": "https://{HOSTS[2]}/axe-core"'),
        (INDEX_OPTION, "--extra-index" + "-url https://example.org"),
        (OWN_PATHS, "open('/ho" + "me/somebody/data.csv')"),
        (OWN_PATHS, "cd /wo" + "rk/main"),
        (UNDONE, "# TO" + "DO: later"),
    ],
)
def test_the_checks_see_each_fault(pattern, line):
    assert pattern.search(line.encode())


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (OWN_PATHS, "path('sign-in/', include('sightline.home.urls'))"),
        (OWN_PATHS, "https://example.org/home/page"),
        (HOST, "somebody@example.org"),
    ],
)
def test_the_checks_pass_what_is_right(pattern, line):
    assert not pattern.search(line.encode())


def test_the_python_running_this_is_new_enough():
    assert sys.version_info >= (3, 11)


def test_each_decision_has_a_number_of_its_own():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        assert path.read_text(encoding="utf-8").startswith(f"# {int(path.name[:4])}. "), path.name
