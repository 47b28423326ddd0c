"""Text to syntax tree, by Jinja's own lexer and parser, so that templates and rules share one language.

Jinja's tokens carry a line; here that field carries the column instead, so that every node and
every fault knows its offset. Nothing is evaluated or folded: the tree is all that is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser

from engine.expression.errors import ExpressionError

LONGEST_SOURCE = 1000
DEEPEST = 50
LONGEST_NUMBER = 30
_INSTEAD = {"=": "==", "&": "and", "!": "not", "：": ":", "，": ",", "（": "(", "）": ")", "“": "'", "”": "'",
            "‘": "'", "’": "'", "＝": "==", "＞": ">", "＜": "<", "≥": ">=", "≤": "<=", "≠": "!=", "×": "*",
            "÷": "/", "－": "-", "＋": "+", "、": ",", "【": "[", "】": "]"}  # fmt: skip


class _Environment(Environment):
    """Hands Jinja's parser a stream whose tokens are numbered by column."""

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        return TokenStream(_tokens(self, source), name, filename)


_ENVIRONMENT = _Environment()


def parse(source: str) -> nodes.Expr:
    """The tree of one expression; its nodes' `lineno` is a column from 0."""
    if len(source) > LONGEST_SOURCE:
        raise ExpressionError("expression-too-long", LONGEST_SOURCE, limit=LONGEST_SOURCE)
    if not source.strip():
        raise ExpressionError("expression-empty", 0)
    flat = source.replace("\r", " ").replace("\n", " ")
    parser = Parser(_ENVIRONMENT, flat)
    try:
        tree = parser.parse_expression()
    except TemplateSyntaxError as failure:
        at_end = parser.stream.current.type == "eof"
        raise _unexpected(flat, len(flat) if at_end else failure.lineno) from None
    except RecursionError:
        raise ExpressionError("expression-too-deep", 0, limit=DEEPEST) from None
    if parser.stream.current.type != "eof":
        raise _unexpected(flat, parser.stream.current.lineno)
    return tree


def _tokens(environment: Environment, source: str) -> Iterator[Token]:
    lexer, offset, depth = environment.lexer, 0, 0
    pieces = lexer.tokeniter(source, None, None, "variable")
    while True:
        try:
            _, kind, text = next(pieces)
        except StopIteration:
            return
        except TemplateSyntaxError:
            raise _unexpected(source, offset) from None
        if kind == "operator":
            depth += (text in "([{") - (text in ")]}")
            if depth > DEEPEST:
                raise ExpressionError("expression-too-deep", offset, limit=DEEPEST)
        if kind in ("integer", "float") and len(text) > LONGEST_NUMBER:
            raise ExpressionError("number-too-long", offset, limit=LONGEST_NUMBER)
        for token in lexer.wrap([(offset, kind, text)]):
            # the text, not the binary float Jinja made of it, is the exact number
            exact: Any = Decimal(text) if kind == "float" else token.value
            yield Token(offset, token.type, exact)
        offset += len(text)


def _unexpected(source: str, offset: int) -> ExpressionError:
    rest = source[offset:].lstrip()
    offset = len(source) - len(rest)
    if not rest:
        return ExpressionError("expression-ends-early", len(source))
    if rest[0] in "'\"":
        return ExpressionError("text-not-closed", offset, quote=rest[0])
    if rest[0] in _INSTEAD and not rest.startswith(("==", "!=")):
        return ExpressionError("write-instead", offset, found=rest[0], instead=_INSTEAD[rest[0]])
    return ExpressionError("expression-unexpected", offset, found=rest.split()[0][:20])
