"""Letters to a mail server on this machine: claimed, judged, rendered in two languages, sent and reported.

The floor hands the same bytes, ready, to the same server over one connection.
"""

from __future__ import annotations

import asyncio
import smtplib
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from aiosmtpd.smtp import SMTP
from sqlalchemy import text

from benchmarks.bench import Bench, ready
from benchmarks.company import EVALUATION, evaluating
from benchmarks.results import Result, in_turns, rate, seconds
from benchmarks.together import serving
from engine.runtime.deliver import deliver
from engine.store.database import snapshot, transaction

# One letter to everybody about the review of their own; of several at once the engine would make a digest.
_ONE_EACH = """
    DELETE FROM outbox WHERE key NOT IN (SELECT min(key) FROM outbox WHERE status = 'queued' GROUP BY recipient)
"""
# Working hours in Berlin and New York, then in Shanghai.
_HOURS = (EVALUATION, EVALUATION + timedelta(hours=11))
# Interns and newcomers are not reviewed.
_REVIEWED = 0.94
_SETTINGS = """
channel: smtp
sender: HR <hr@example.com>
channels:
  smtp: {{host: 127.0.0.1, port: {port}, security: none, hello: bench}}
"""


def mail(bench: Bench) -> Iterator[Result]:
    place, folder = bench.place, bench.folder / f"mail-{bench.place.name}"
    folder.mkdir()
    with serving(_serve) as port:
        (folder / "reviewflow.yaml").write_text(_SETTINGS.format(port=port), encoding="utf-8")
        template = bench.copy(evaluating, round(bench.letters / _REVIEWED))
        workspace = ready(folder, template)
        with transaction(workspace.database) as connection:
            connection.execute(text(_ONE_EACH))
        workspace.database.dispose()
        first = place.copy(template)
        _, sent = _delivered(folder, first)
        letters = _letters(folder, first)
        assert len(letters) == sent > 0
        ours, floor = in_turns(
            bench.rounds,
            lambda: _delivered(folder, place.copy(template))[0],
            lambda: seconds(lambda: _handed_over(port, letters)),
        )
    yield rate("letters to a mail server", place.name, units=sent, floor=floor, ours=ours, reach=0.60)


def _delivered(folder: Path, url: str) -> tuple[float, int]:
    """Seconds, and how many letters went out."""
    workspace = ready(folder, url)
    began = time.perf_counter()
    sent = sum(deliver(workspace, at).sent for at in _HOURS)
    taken = time.perf_counter() - began
    workspace.database.dispose()
    return taken, sent


def _letters(folder: Path, url: str) -> list[tuple[str, bytes]]:
    """(address, bytes) of everything that was sent."""
    workspace = ready(folder, url)
    with snapshot(workspace.database) as connection:
        query = "SELECT mail, frozen FROM outbox JOIN person ON id = recipient WHERE outbox.status = 'sent'"
        found = [(row.mail, bytes(row.frozen)) for row in connection.execute(text(query))]
    workspace.database.dispose()
    return found


def _handed_over(port: int, letters: Sequence[tuple[str, bytes]]) -> None:
    with smtplib.SMTP("127.0.0.1", port, "bench") as client:
        client.ehlo()
        for address, content in letters:
            client.mail("hr@example.com")
            client.rcpt(address)
            client.data(content)


class _Sink:
    """Takes every letter and keeps none."""

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802 - the library's name
        return "250 OK"


def _serve(tell: Callable[[int], None]) -> None:
    """A mail server on a port of its own."""

    async def run() -> None:
        make = partial(SMTP, _Sink(), hostname="bench")
        server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
        tell(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())
