"""The admins' page names every setting, column and exit code there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.cli.exits import EXITS
from engine.definition.house import CHOSEN
from engine.runtime.people_values import BUILT_IN
from engine.runtime.settings import KNOWN
from notifications.channels import OWN, smtp
from tests.docs.pages import DOCS, name_of

WEBHOOK = ("url", "secret", "timeout", "allow_private")


@pytest.mark.parametrize("page", [DOCS / "admins.md", DOCS / "admins.zh.md"], ids=name_of)
def test_nothing_that_can_be_set_is_left_out(page: Path) -> None:
    text = page.read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    named = "\n".join(rows)
    wanted = {*KNOWN, *OWN, *smtp.NAMES, *WEBHOOK, "folder", *BUILT_IN, *CHOSEN} - {"channels"}
    assert [name for name in sorted(wanted) if f"`{name}`" not in named] == []
    assert [code for code in EXITS.values() if not any(row.startswith(f"| {code} |") for row in rows)] == []
