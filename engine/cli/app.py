"""The command's verbs, built for one language; what happens around every one of them."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from engine.cli.session import Session
from engine.cli.speech import said
from engine.words.errors import DefinitionInvalid, DefinitionLost, Misuse, ReviewflowError, Unavailable
from engine.words.problems import nearest

# Group -> verbs; each has a module of its name, `import` and `init` with another because Python needs those words.
VERBS: Mapping[str, tuple[str, ...]] = {
    "prepare": ("init", "check", "test", "schema", "import"),
    "run": ("launch", "retime", "tick", "run", "resend", "intervene", "plan", "migrate"),
    "work": ("inbox", "form", "trigger", "start", "claim", "delegate", "prefer"),
    "connect": ("serve", "token", "link"),
    "look": (
        *("status", "why", "history", "show", "messages", "calendars"),
        *("diagram", "incidents", "replay", "indicators"),
    ),
    "operate": ("health", "doctor", "backup", "restore", "release"),
    "more": ("demo", "version"),
}
_MODULES = {"import": "importing"}
_SHARED: Mapping[str, tuple[Any, Any]] = {
    "json": (bool, typer.Option(False, "--json")),
    "lang": (str, typer.Option("", "--lang")),
    "home": (str, typer.Option("", "--home")),
    "database": (str, typer.Option("", "--database")),
    "now": (str, typer.Option("", "--now")),
}
_VALUED = ("--lang", "--home", "--database", "--now")


class App:
    """A command line in the making: what each verb's module is given to add itself to."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.typer = typer.Typer(
            cls=type("Door", (Door,), {"language": language}),
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
        )
        self.typer.callback()(_nothing)
        self._page = type("Page", (Page,), {"language": language})

    def say(self, code: str) -> str:
        return said(code, self.language)

    def verb(self, name: str) -> Callable[[Callable[..., int | None]], None]:
        """Register a function as a verb. It gets a Session first, and gives the exit code (None: done)."""

        def register(does: Callable[..., int | None]) -> None:
            own = list(inspect.signature(does, eval_str=True).parameters.values())[1:]

            def run(**given: Any) -> int | None:
                session = Session(language=self.language, **{each: given.pop(each) for each in _SHARED})
                try:
                    return does(session, **given)
                except DefinitionLost:
                    raise  # no file is at fault
                except DefinitionInvalid as failure:
                    from engine.cli.findings import with_place

                    raise DefinitionInvalid([with_place(each, session.home) for each in failure.problems]) from None
                finally:
                    session.close()

            shared = [
                inspect.Parameter(each, inspect.Parameter.KEYWORD_ONLY, default=option, annotation=kind)
                for each, (kind, option) in _SHARED.items()
            ]
            named = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own]
            run.__signature__ = inspect.Signature([*named, *shared])  # type: ignore[attr-defined]
            run.__annotations__ = {each.name: each.annotation for each in [*named, *shared]}
            self.typer.command(name, cls=self._page, help=self.say(f"help-{name}"))(run)

        return register


class Page(TyperCommand):
    """A verb, whose help speaks the reader's language."""

    language = "en"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """A forgotten value must not swallow the next option: `--as --home x` is nobody called --home."""
        valued = {name for each in self.params if not getattr(each, "is_flag", True) for name in each.opts}
        names = {name for each in self.params for name in each.opts if name.startswith("-")}
        for at, name in enumerate(args):
            value = args[at + 1] if at + 1 < len(args) else None
            if name == "--":
                break
            if name in valued and (value is None or value.partition("=")[0] in names):
                raise Misuse("misuse-option-value", name=name)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from engine.cli.manual import page

        formatter.write(page(str(self.name), self.help or "", self.params, self.language))


class Door(TyperGroup):
    """The command itself: every error ends here, as an exit code."""

    language = "en"

    def list_commands(self, ctx: Any) -> list[str]:
        return [name for some in VERBS.values() for name in some]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Only the verb that was asked for is loaded, so that none makes the others slow."""
        known = self.list_commands(ctx)
        if cmd_name not in known:
            raise Misuse("misuse-no-verb", name=cmd_name[:40], nearest=nearest(cmd_name, known) or "–")
        app = App(self.language)
        import_module(f"engine.cli.{_MODULES.get(cmd_name, cmd_name)}").add(app)
        return get_group(app.typer).commands[cmd_name]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from engine.cli.manual import overview

        verbs = {
            group: [(name, said(f"help-{name}", self.language).split("\n")[0]) for name in some]
            for group, some in VERBS.items()
        }
        formatter.write(overview(verbs, self.language))

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **extra: Any) -> Any:
        """Run and end the process; 130 when interrupted."""
        given = hoisted(list(sys.argv[1:] if args is None else args))
        as_json = "--json" in given
        try:
            code = super().main(given or ["--help"], "reviewflow", standalone_mode=False)
        except Exception as failure:  # noqa: BLE001 - a traceback helps nobody who runs a review
            code = self._told(failure, as_json=as_json)
        sys.exit(code or 0)

    def _told(self, failure: Exception, *, as_json: bool) -> int:
        """The exit code; even where saying what happened fails itself."""
        try:
            return self._failed(failure, as_json=as_json)
        except Exception as worse:  # noqa: BLE001
            from engine.cli.faults import tell_unexpected

            return tell_unexpected(worse, self.language, as_json=as_json)

    def _failed(self, failure: Exception, *, as_json: bool) -> int:
        from engine.cli import faults

        if isinstance(failure, ReviewflowError):
            return faults.tell(failure, self.language, as_json=as_json)
        if isinstance(failure, BrokenPipeError):
            # Whoever read our output has had enough; Python would complain once more at its own end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        if isinstance(failure, typer.TyperException):
            return faults.tell_misuse(failure, self.language, as_json=as_json)
        if isinstance(failure, OSError) and failure.filename is not None:
            why = failure.strerror or type(failure).__name__
            unreadable = Unavailable("file-unreadable", file=str(failure.filename), why=why)
            return faults.tell(unreadable, self.language, as_json=as_json)
        return faults.tell_unexpected(failure, self.language, as_json=as_json)


def hoisted(args: list[str]) -> list[str]:
    """The options every verb knows may also stand before it; `--version` is a verb to whoever expects it."""
    before: list[str] = []
    while args and args[0].startswith("--"):
        name = args[0].partition("=")[0]
        if args[0] == "--json" or (name in _VALUED and "=" in args[0]):
            before += [args.pop(0)]
        elif name in _VALUED and len(args) > 1:
            before += [args.pop(0), args.pop(0)]
        else:
            break
    if args[:1] == ["--version"]:
        args[0] = "version"
    verb = args[:1]
    if not verb or verb[0].startswith("-"):
        return args
    return [*verb, *before, *args[1:]]


def build(language: str) -> typer.Typer:
    """The whole command line, its help in `language`."""
    return App(language).typer


def _nothing() -> None:
    """Nothing happens before a verb."""
