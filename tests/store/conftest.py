"""A prepared database of each kind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from engine.store import kept
from engine.store.database import open_database, transaction
from tests.store.samples import record_samples


@pytest.fixture(autouse=True)
def rows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is read here comes from rows, nothing from an earlier transaction."""
    monkeypatch.setattr(kept, "MOST", 0)


@pytest.fixture
def database(prepared_url: str) -> Iterator[Engine]:
    """Up to date, with the definition and the cycle that `samples` speak of."""
    engine = open_database(prepared_url)
    with transaction(engine) as connection:
        record_samples(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(database: Engine) -> Iterator[Connection]:
    """One writing transaction for a whole test."""
    with transaction(database) as open_connection:
        yield open_connection
