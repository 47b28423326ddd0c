"""Fixtures every test may ask for: an empty database of either kind, by its SQLAlchemy URL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from hypothesis import settings
from sqlalchemy import make_url

from engine.store.database import open_database
from engine.store.prepare import upgrade
from tests.support import postgres

# A busy machine makes single examples slow; pytest's own timeout catches what hangs.
settings.register_profile("reviewflow", deadline=None, print_blob=True)
settings.load_profile("reviewflow")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """The server of this run, started when first asked for, or the one $REVIEWFLOW_TEST_POSTGRES names."""
    given = os.environ.get("REVIEWFLOW_TEST_POSTGRES")
    if given:
        yield postgres.Server(url=make_url(given).set(drivername="postgresql+psycopg"))
        return
    with postgres.running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, this test's own."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that does not exist yet, this test's own."""
    return f"sqlite:///{tmp_path / 'reviewflow.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind in turn: a test that asks for it runs twice."""
    kind = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    return cast("str", request.getfixturevalue(kind))


@pytest.fixture(scope="session")
def sqlite_blueprint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with this version's tables and nothing in them, to be copied."""
    file = tmp_path_factory.mktemp("blueprint") / "reviewflow.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_blueprint(postgres_server: postgres.Server) -> Iterator[str]:
    """The name of such a PostgreSQL database, to be used as a template."""
    url = postgres_server.create()
    migrate(url)
    yield make_url(url).database or ""
    postgres_server.drop(url)


def migrate(url: str) -> None:
    engine = open_database(url)
    upgrade(engine)
    engine.dispose()


@pytest.fixture
def sqlite_prepared_url(sqlite_blueprint: Path, sqlite_url: str) -> str:
    shutil.copy(sqlite_blueprint, make_url(sqlite_url).database or "")
    return sqlite_url


@pytest.fixture
def postgres_prepared_url(postgres_server: postgres.Server, postgres_blueprint: str) -> Iterator[str]:
    url = postgres_server.create(postgres_blueprint)
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def prepared_url(request: pytest.FixtureRequest) -> str:
    """A database of each kind in turn with its tables made: many times quicker than migrating an empty one."""
    kind = {"sqlite": "sqlite_prepared_url", "postgresql": "postgres_prepared_url"}[request.param]
    return cast("str", request.getfixturevalue(kind))
