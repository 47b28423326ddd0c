"""Bodies read exactly: numbers keep every digit, a key twice is a fault, and so is what goes too deep."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from decimal import Decimal
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from engine.words.errors import Misuse

DEEPEST = 32


class ExactRequest(Request):
    async def json(self) -> Any:
        if not hasattr(self, "_exact"):
            self._exact = exact(await self.body())
        return self._exact


class ExactRoute(APIRoute):
    """A route whose bodies are read by `exact`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def read(request: Request) -> Response:
            return await handle(ExactRequest(request.scope, request.receive))

        return read


def exact(body: bytes) -> Any:
    """JSON as values: a number with a point is a Decimal. Raises Misuse."""
    try:
        found = json.loads(body, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_unique)
    except RecursionError:
        raise Misuse("body-too-deep", most=DEEPEST) from None
    except ValueError as failure:
        raise Misuse("body-unreadable", why=str(failure)[:200]) from None
    _look_through(found)
    return found


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f'"{next(each for each in names if names.count(each) > 1)[:60]}" is there twice')
    return found


def _look_through(value: Any) -> None:
    """Refuse what goes too deep, and text that no database keeps."""
    depth, level = 0, [value]
    while level:
        depth += 1
        if depth > DEEPEST:
            raise Misuse("body-too-deep", most=DEEPEST)
        deeper: list[Any] = []
        for each in level:
            if isinstance(each, str):
                must_be_text(each)
            elif isinstance(each, dict):
                deeper += [*each.keys(), *each.values()]
            elif isinstance(each, list):
                deeper += each
        level = deeper


def must_be_text(found: str) -> None:
    """Raises Misuse for a NUL, or half of a character."""
    if "\x00" in found or any("\ud800" <= each <= "\udfff" for each in found):
        raise Misuse("text-unkeepable", found=ascii(found)[:60])
