"""Which tables a database has, asked without loading the machinery that changes them."""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Engine, inspect, text

from engine.store.database import snapshot

_RECORDED = text("SELECT version_num FROM alembic_version")


def recorded(engine: Engine) -> str | None:
    """The revision a database says it is at; None for an empty one."""
    with snapshot(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(_RECORDED).scalar()
        return found


def known() -> tuple[str, ...]:
    """Every revision this version of the engine brings, the first one first: migrations are numbered."""
    names = (each.name for each in files("engine.store").joinpath("migrations", "versions").iterdir())
    return tuple(sorted(name.partition("_")[0] for name in names if name[:4].isdigit() and name.endswith(".py")))
