"""The snippet that integrators copy tells our messages from others'."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from notifications.channels import open_channel
from tests.docs.blocks import blocks
from tests.docs.pages import DOCS, name_of
from tests.notifications.receiver import Receiver
from tests.notifications.samples import message
from tests.notifications.test_webhook import OTHER, SECRET

PAGES = (DOCS / "integrations.md", DOCS / "integrations.zh.md")
Check = Callable[[str, dict[str, str], bytes], bool]


@pytest.fixture
def received() -> Iterator[tuple[dict[str, str], bytes]]:
    """A message as it arrived: headers by small names, and the body."""
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            settings = {"url": server.url, "secret": SECRET, "allow_private": "yes"}
            channel = open_channel("webhook", settings)
            channel.deliver(message(), "li@example.com")
            channel.close()
            _, headers, body = server.got[0]
            yield {name.lower(): value for name, value in headers.items()}, body
        finally:
            server.shutdown()
            thread.join()


def snippet(page: Path) -> Check:
    source = next(each.text for each in blocks(page.read_text("utf-8")) if each.note("file") == "verify.py")
    names: dict[str, Check] = {}
    exec(compile(source, name_of(page), "exec"), names)
    return names["is_genuine"]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_snippet_takes_ours_and_nothing_else(page: Path, received: tuple[dict[str, str], bytes]) -> None:
    is_genuine = snippet(page)
    headers, body = received
    old = str(int(time.time()) - 301)
    assert is_genuine(SECRET, headers, body)
    assert not is_genuine(OTHER, headers, body)
    assert not is_genuine(SECRET, headers, body + b" ")
    assert not is_genuine(SECRET, {**headers, "webhook-id": "another"}, body)
    assert not is_genuine(SECRET, {**headers, "webhook-timestamp": old}, body)
