"""The command `reviewflow`."""

from __future__ import annotations

import gc
import sys

from engine.cli.app import build
from engine.cli.speech import language_of


def main() -> None:
    """Run the command line in the reader's language; ends the process with the exit code."""
    # A command makes values by the hundred thousand, hardly any in circles; looking for those that often costs a tenth.
    gc.set_threshold(20_000, 20, 20)
    build(language_of(sys.argv[1:]))()
