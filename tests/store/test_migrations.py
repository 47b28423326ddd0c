"""Built from nothing by the metadata equals migrated, down to the checks and the conditions of indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hatchling.builders.wheel import WheelBuilder
from sqlalchemy import Engine, text

from engine.store.cycles import load_cycle
from engine.store.database import open_database, snapshot, transaction
from engine.store.prepare import current, newest, upgrade
from engine.store.tables import METADATA
from engine.words.errors import Unavailable
from tests.store.samples import record_samples

POSTGRES_SCHEMA = """
SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
 WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'
UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'
UNION ALL SELECT 'column ' || table_name || ' ' || column_name || ' ' || udt_name || ' ' || is_nullable
          || ' ' || coalesce(column_default, '')
  FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'
"""
SQLITE_SCHEMA = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"


@pytest.fixture
def empty(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


def test_an_empty_database_is_brought_to_the_newest_revision(empty: Engine) -> None:
    assert current(empty) is None
    upgrade(empty)
    assert current(empty) == newest()
    upgrade(empty)
    assert current(empty) == newest()


def test_migrated_tables_are_those_of_the_metadata(empty: Engine) -> None:
    upgrade(empty)
    with snapshot(empty) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        migrated = schema(empty)
    with transaction(empty) as connection:
        METADATA.drop_all(connection)
        METADATA.create_all(connection)
    assert migrated == schema(empty)


def test_an_upgrade_keeps_what_an_earlier_version_wrote(empty: Engine) -> None:
    upgrade(empty, "0001")
    assert current(empty) == "0001"
    with transaction(empty) as connection:
        record_samples(connection)
    upgrade(empty)
    with snapshot(empty) as connection:
        assert load_cycle(connection, "2026-h2").template == "half-year"


def test_an_upgrade_that_fails_leaves_nothing(empty: Engine) -> None:
    with transaction(empty) as connection:
        connection.execute(text("CREATE TABLE timer (id INTEGER)"))
    with pytest.raises(Exception, match="timer"):
        upgrade(empty)
    with snapshot(empty) as connection:
        assert empty.dialect.get_table_names(connection) == ["timer"]


def test_an_unprepared_database_is_told_apart(empty: Engine) -> None:
    with pytest.raises(Unavailable) as raised, transaction(empty) as connection:
        connection.execute(text("SELECT * FROM instance"))
    assert raised.value.code == "store-not-prepared"


def schema(engine: Engine) -> list[str]:
    with snapshot(engine) as connection:
        if engine.dialect.name == "postgresql":
            return sorted(connection.execute(text(POSTGRES_SCHEMA)).scalars())
        found = connection.execute(text(SQLITE_SCHEMA)).scalars()
        return sorted(line for sql in found for line in _lines(sql))


def _lines(sql: str) -> list[str]:
    """The statement's parts with the table's name, whatever their order and spacing."""
    name = re.split(r"\s+", sql)[2]
    # A column that was added later stands behind a comma, not on a line of its own.
    parts = [" ".join(line.split()).rstrip(",") for line in re.split(r"\n|, (?![^(]*\))", sql)]
    return [f"{name}: {part}" for part in parts if part]


def test_migrations_travel_in_the_wheel(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    (built,) = WheelBuilder(str(root)).build(directory=str(tmp_path), versions=["standard"])
    shipped = set(ZipFile(built).namelist())
    wanted = {each.relative_to(root).as_posix() for each in (root / "engine/store/migrations").rglob("*.*")}
    missing = {each for each in wanted if each.endswith((".py", ".mako"))} - shipped
    assert len(wanted) > 4
    assert missing == set()
