"""Bringing a database to the tables of this version, from nothing or from any earlier one."""

from __future__ import annotations

from alembic.command import upgrade as run_upgrade
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from engine.store.database import snapshot, transaction

# Any number will do that nobody else takes: two upgrades at once wait for each other.
_LOCK = 7_265_766_101


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Apply every migration that is missing up to `revision`, all or none; nothing to a database that has them."""
    with transaction(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
        run_upgrade(_config(connection), revision)


def current(engine: Engine) -> str | None:
    """The revision this database is at; None for an empty one."""
    with snapshot(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The revision this version of the engine wants."""
    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert head is not None
    return head


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", "engine.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
