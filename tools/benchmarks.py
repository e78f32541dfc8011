"""./bench/run: the same set-up as ./test, then the measurements in bench/."""

import subprocess

from tools import assets, setup
from tools.paths import PYTHON, ROOT


def main(arguments: list[str]) -> int:
    with setup.only_one():
        setup.virtual_environment()
        setup.requirements("dev")
        assets.design_system()
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [PYTHON, "-m", "bench", *arguments], cwd=ROOT, env=setup.environment(), check=False
    )
    return done.returncode
