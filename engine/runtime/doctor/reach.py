"""The channels: really connected to, and nothing sent."""

from __future__ import annotations

from collections.abc import Iterator

from engine.runtime.doctor.line import House, Line
from engine.runtime.parcels import sender_of
from engine.words.errors import Misuse, ReviewflowError
from engine.words.texts import LANGUAGES
from notifications.channels import Probed, open_channel


def channels(house: House) -> Iterator[Line]:
    """The one messages go out by, and every other that is set up; the mailbox only where it is the one."""
    settings = house.workspace.settings
    try:
        sender_of(house.workspace)
    except Misuse as failure:
        yield Line("fault", "channels", failure.code, dict(failure.facts))
    for name in sorted({settings.channel, *(each for each in settings.channels if each != "mailbox")}):
        used = name == settings.channel
        try:
            channel = open_channel(name, settings.channels.get(name, {}))
            try:
                where = channel.probe() if isinstance(channel, Probed) else None
            finally:
                channel.close()
        except ReviewflowError as failure:
            why = {language: failure.text(language) for language in LANGUAGES}
            yield Line("fault" if used else "warning", "channels", "doctor-channel-down", {"channel": name, "why": why})
        else:
            code = "doctor-channel" if where is not None else "doctor-channel-unasked"
            yield Line("ok", "channels", code, {"channel": name, "where": where or "–"})
