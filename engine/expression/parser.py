"""Text to syntax tree, by Jinja's own lexer and parser, so that templates and rules share one language.

Jinja's tokens carry a line; here that field carries the column instead, so that every node and
every fault knows its offset. Nothing is evaluated or folded: the tree is all that is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.lexer import Token, TokenStream, operators
from jinja2.parser import Parser

from engine.expression.errors import ExpressionError

LONGEST_SOURCE = 1000
DEEPEST = 50
LONGEST_NUMBER = 30
_INSTEAD = {"=": "==", "&": "and", "!": "not", "：": ":", "，": ",", "（": "(", "）": ")", "“": "'", "”": "'",
            "‘": "'", "’": "'", "＝": "==", "＞": ">", "＜": "<", "≥": ">=", "≤": "<=", "≠": "!=", "×": "*",
            "÷": "/", "－": "-", "＋": "+", "、": ",", "【": "[", "】": "]"}  # fmt: skip


# As files write them; the word of a text stays in its quotes.
_FLAGS = {"yes": "true", "no": "false"}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t"}
_KNOWN_ESCAPES = [f"\\{sign}" for sign in _ESCAPED]


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
    offset, depth, before = 0, 0, ""
    pieces = environment.lexer.tokeniter(source, None, None, "variable")
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
        if kind != "whitespace":
            yield _token(kind, text if before == "." else _FLAGS.get(text, text), offset)
            before = text
        offset += len(text)


def _token(kind: str, text: str, offset: int) -> Token:
    if kind == "operator":
        return Token(offset, operators[text], text)
    value: Any = text
    if kind == "name" and not text.isidentifier():
        raise ExpressionError("expression-unexpected", offset, found=text[:20])
    if kind in ("integer", "float"):
        if len(text) > LONGEST_NUMBER:
            raise ExpressionError("number-too-long", offset, limit=LONGEST_NUMBER)
        # the text as it stands, not the binary float Jinja would make of it, is the exact number
        value = Decimal(text) if kind == "float" else int(text.replace("_", ""), 0)
    elif kind == "string":
        value = _ESCAPE.sub(lambda match: _escaped(match[1], offset + match.start() + 1), text[1:-1])
    return Token(offset, kind, value)


def _escaped(sign: str, offset: int) -> str:
    if sign not in _ESCAPED:
        raise ExpressionError("text-escape", offset, found=f"\\{sign}", known=" ".join(_KNOWN_ESCAPES))
    return _ESCAPED[sign]


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
