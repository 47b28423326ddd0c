"""`column` is one of a list of words, as a statement whose text is the same however long the list is.

An IN-list with a parameter a word is another text for every length, to be written, parsed and planned anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Dialect, String, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class _Words(TypeDecorator[Sequence[str]]):
    """SQLite: a JSON array. PostgreSQL: an array."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String() if dialect.name == "sqlite" else ARRAY(String, dimensions=1))

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:
        assert value is not None
        return json.dumps(list(value)) if dialect.name == "sqlite" else list(value)


class _Among(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()

    def self_group(self, against: Any = None) -> _Among:
        """As it stands: SQLAlchemy would write `= 1` behind it, and no index serves that."""
        return self


def among(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Whether the column is one of the words given under this name."""
    return _Among(column, bindparam(name, type_=_Words()))


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: Any, **how: Any) -> str:
    column, words = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({words}))"  # noqa: S608 - both are compiled parts


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: Any, **how: Any) -> str:
    column, words = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} = ANY ({words})"
