"""A reader who follows a page from top to bottom: writes its files, types its commands, compares what it shows."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from typer.testing import CliRunner

from engine.cli.app import build
from engine.cli.speech import language_of
from engine.runtime.settings import read_settings
from engine.runtime.workspace import open_workspace
from engine.words.problems import located
from notifications.channels import open_channel
from tests.docs.blocks import Block
from tests.docs.overlay import laid_over

FRAMES = Path(__file__).parent / "frames"
IDENTITY = ("process", "cycle", "calendar", "organisation")
_PLACE = re.compile(r"^# ([\w/.-]+\.yaml)(?:[^\w]+(?:under )?([\w.]+).*)?$")
_PLAIN = re.compile(r"^reviewflow (?!run|demo)[^|<>;&$`\\\n#]+$")
_TIMELESS = ("init", "schema", "check", "version", "run", "demo", "--help", "--version")
# Commands act on the day the page says, as if the reader sat there then.
SHIM = f"""#!/bin/sh
case "$1 $*" in
    *--now*|{"|".join(f'"{each} "*' for each in _TIMELESS)}) exec "{sys.executable}" -m engine.cli "$@" ;;
esac
exec "{sys.executable}" -m engine.cli "$@" --now "$NOW"
"""


@dataclass(slots=True)
class Desk:
    """`home` is the folder everything happens in; `now` the day the page plays on."""

    home: Path
    language: str
    now: str = "2026-07-01T09:00"
    exit: int = 0
    exported: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        tools = self.home.parent / "tools"
        tools.mkdir(parents=True, exist_ok=True)
        self.home.mkdir(parents=True, exist_ok=True)
        (tools / "reviewflow").write_text(SHIM)
        (tools / "reviewflow").chmod(0o755)
        (tools / "python").unlink(missing_ok=True)
        (tools / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        (tools / "python").chmod(0o755)

    def follow(self, block: Block) -> None:
        self.now = block.note("now") or self.now
        for extra in filter(None, (block.note("have") or "").split(", ")):
            own = FRAMES / f"{Path(extra).stem}.{self.language}{Path(extra).suffix}"
            (self.home / extra).write_bytes((own if own.exists() else FRAMES / extra).read_bytes())
        match block.kind:
            case "yaml":
                self._yaml(block)
            case "console":
                self._console(block)
            case "sh":
                self._sh(block)
            case "csv" | "python" | "json" | "text" if (name := block.note("file")) is not None:
                (self.home / name).parent.mkdir(parents=True, exist_ok=True)
                (self.home / name).write_text(block.text, encoding="utf-8")
                if block.kind == "python":
                    compile(block.text, name, "exec")

    def _yaml(self, block: Block) -> None:
        """Put it where its first line says and read it there."""
        first, _, rest = block.text.partition("\n")
        place = _PLACE.match(first)
        frame = block.note("frame")
        if frame is not None:
            name, _, path = frame.partition(" ")
            self._checked(f"processes/{name}", laid_over((FRAMES / name).read_text("utf-8"), path, block.text), block)
            return
        assert place is not None, "a block of YAML must say in its first line which file it belongs to"
        name, path = place[1], place[2] or ""
        file = self.home / name
        whole = not path and (not file.exists() or any(key in yaml.safe_load(rest) for key in IDENTITY))
        self._checked(name, block.text if whole else laid_over(file.read_text("utf-8"), path, rest), block)

    def _checked(self, name: str, text: str, block: Block) -> None:
        file = self.home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        if name == "reviewflow.yaml":
            settings = read_settings(self.home)
            for each, given in settings.channels.items():
                open_channel(each, given).close()
            assert settings.channel in settings.channels
        elif block.note("wrong") is None:
            _, problems = open_workspace(self.home).read()
            told = [located(each) for each in problems if each.severity == "error"]
            assert not told, "\n".join(told)

    def _console(self, block: Block) -> None:
        """Each `$ ` line is typed; the lines below it must appear, `…` standing for anything."""
        shown: list[tuple[str, list[str]]] = []
        for line in block.text.splitlines():
            if line.startswith("$ "):
                shown.append((line[2:], []))
            elif shown and shown[-1][0].endswith("\\") and not shown[-1][1]:
                shown[-1] = (f"{shown[-1][0]}\n{line}", [])
            else:
                shown[-1][1].append(line)
        for command, expected in shown:
            output = self.type(command)
            if expected:
                assert matches(expected, output), f"$ {command}\n{output}"
            else:
                assert self.exit == 0, f"$ {command}\n{output}"

    def _sh(self, block: Block) -> None:
        for line in block.text.splitlines():
            if line.strip() and not line.startswith("#"):
                output = self.type(line)
                assert self.exit == 0, f"$ {line}\n{output}"

    def type(self, command: str) -> str:
        """What the command prints, errors included. `$?` is the exit code of the one before; `export` lasts."""
        if command.startswith(("export ", "unset ")):
            name, _, value = command.partition(" ")[2].partition("=")
            self.exported = {**self.exported, name: value} if value else {**self.exported, name: ""}
            return ""
        environment = {
            **os.environ,
            "PATH": f"{self.home.parent / 'tools'}:{os.environ['PATH']}",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "REVIEWFLOW_LANGUAGE": self.language,
            "NOW": self.now,
            "LC_ALL": "C.UTF-8",
            **self.exported,
        }
        output = self._here(command, environment) if _PLAIN.match(command) else self._shell(command, environment)
        self.typed.append(command)
        assert "[internal-error]" not in output, output
        return output

    def _here(self, command: str, environment: dict[str, str]) -> str:
        """A plain command needs no process of its own, which saves most of the time."""
        _, *words = shlex.split(command)
        if words[0] not in _TIMELESS and "--now" not in words:
            words += ["--now", self.now]
        before = dict(os.environ)
        os.environ.update(environment)
        try:
            with contextlib.chdir(self.home):
                done = CliRunner().invoke(build(language_of(words)), words, catch_exceptions=False)
        finally:
            os.environ.clear()
            os.environ.update(before)
        self.exit = done.exit_code
        return done.output

    def _shell(self, command: str, environment: dict[str, str]) -> str:
        done = subprocess.run(
            ["/bin/sh", "-c", f"(exit {self.exit})\n{command}"],
            cwd=self.home,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        self.exit = done.returncode
        return done.stdout


def matches(expected: list[str], output: str) -> bool:
    """Whether the output is what is shown; a line of `…` is any lines, `…` within a line any characters."""
    lines = [line.rstrip() for line in expected]
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + r"\n" for line in _trimmed(lines)
    )
    found = "\n".join(_trimmed([line.rstrip() for line in output.splitlines()])) + "\n"
    return re.fullmatch(pattern, found) is not None


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    while lines and not lines[0]:
        lines = lines[1:]
    return lines
