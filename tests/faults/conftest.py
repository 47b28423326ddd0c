"""Places with every state kept, one of each kind for all tests of this room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.pieces import prepare
from tests.faults.place import Place, on_file, on_server
from tests.support import postgres


@pytest.fixture(scope="session")
def sqlite_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with on_file(tmp_path_factory.mktemp("sqlite")) as place:
        prepare(place)
        yield place


@pytest.fixture(scope="session")
def postgres_place(tmp_path_factory: pytest.TempPathFactory, postgres_server: postgres.Server) -> Iterator[Place]:
    with on_server(tmp_path_factory.mktemp("postgres"), postgres_server) as place:
        prepare(place)
        yield place
