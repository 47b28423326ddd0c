"""The command `reviewflow`."""

from __future__ import annotations

import sys

from engine.cli.app import build
from engine.cli.speech import language_of


def main() -> None:
    """Run the command line in the reader's language; ends the process with the exit code."""
    build(language_of(sys.argv[1:]))()
