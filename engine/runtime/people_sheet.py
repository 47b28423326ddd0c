"""A workbook's first sheet as the CSV text it stands for: the same rows and fields, so the same places."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time
from importlib import import_module
from typing import Any
from zipfile import BadZipFile, ZipFile

from engine.words.errors import Unavailable

MAGIC = b"PK\x03\x04"
LARGEST = 500_000_000  # bytes unpacked: a table of millions; more is a trap
_LINE = "\u2028"  # a break within a cell, so that a row stays a line


class Unreadable(Exception):
    """No workbook, or one that is too large unpacked."""


def text_of(content: bytes) -> str:
    """Raises Unreadable, or Unavailable where what reads workbooks is not installed."""
    try:
        openpyxl: Any = import_module("openpyxl")
    except ModuleNotFoundError:
        raise Unavailable("excel-missing", extra="excel") from None
    try:
        if sum(each.file_size for each in ZipFile(io.BytesIO(content)).infolist()) > LARGEST:
            raise Unreadable("too large")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(_rows(book.worksheets[0].iter_rows(values_only=True)))
    except (BadZipFile, KeyError, IndexError, ValueError, TypeError, OSError, EOFError) as failure:
        raise Unreadable(str(failure)) from None
    return text.getvalue()


def _rows(rows: Iterator[tuple[object, ...]]) -> Iterator[list[str]]:
    """As wide as the first row; what stands beyond it stays, so that it is found."""
    width = 0
    for row in rows:
        cells = [_cell(each) for each in row]
        filled = max((number for number, each in enumerate(cells, start=1) if each), default=0)
        width = width or filled
        yield cells[: max(filled, width)] + [""] * (width - len(cells))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _LINE.join(str(value).splitlines())
