"""Facts from outside: people, units and measurements as tables, all rows checked before any is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from engine.api.desk import Absent, Caller, may
from engine.api.schemas import schema_of
from engine.runtime.importing import Imported, import_people
from engine.runtime.importing_units import UnitsImported, import_units
from engine.runtime.measuring import MeasurementsImported, import_measurements
from engine.store.database import snapshot
from engine.store.measurements import MeasurementRecord, history_of

router = APIRouter(tags=["facts"])

DryRun = Annotated[bool, Query(description="Work everything out and write nothing.")]
People = Annotated[Caller, may("people:write")]
Measurements = Annotated[Caller, may("measurements:write")]

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TABLE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A table with a header line, in UTF-8 or GB 18030; a workbook; or the rows as JSON, where a key "
        "that is left out leaves what is known as it is and null takes it away.",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/json": {"schema": {"type": "array", "items": {"type": "object"}, "minItems": 1}},
            _WORKBOOK: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


@router.post("/people/import", response_model=schema_of(Imported), openapi_extra=_TABLE)
async def import_people_table(
    caller: People, request: Request, dry_run: DryRun = False, valid_from: date | Absent = None
) -> Response:
    """Make people what the table says; whoever is not in it stays. Every fault is told at once, and then nobody is
    taken. Safe to repeat: the second time nothing changes."""
    return await _taken(caller, request, import_people, dry_run=dry_run, file="people.csv", valid_from=valid_from)


@router.post("/units/import", response_model=schema_of(UnitsImported), openapi_extra=_TABLE)
async def import_units_table(caller: People, request: Request, dry_run: DryRun = False) -> Response:
    """Make units what the table says; whichever is not in it stays."""
    return await _taken(caller, request, import_units, dry_run=dry_run, file="units.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Everything ever measured of one subject; `corrected_at` is set where a value stands no longer."""

    measurements: Sequence[MeasurementRecord]


@router.get("/measurements", response_model=schema_of(Measured))
def list_measurements(
    caller: Annotated[Caller, may("measurements:read")],
    subject: Annotated[str, Query(max_length=200, description="An id; empty for the company.")] = "",
    level: Literal["person", "department", "company", "product"] = "person",
) -> Response:
    """What was measured of a person, a department, a product or the company, corrected values included."""
    with snapshot(caller.workspace.database) as connection:
        return caller.answer(Measured(measurements=history_of(connection, level, subject)))


@router.post("/measurements/import", response_model=schema_of(MeasurementsImported), openapi_extra=_TABLE)
async def import_measurements_table(caller: Measurements, request: Request, dry_run: DryRun = False) -> Response:
    """Add values; a key of a source is taken once, a later value corrects an earlier one, and both are kept."""
    return await _taken(caller, request, import_measurements, dry_run=dry_run, file="measurements.csv")


async def _taken(caller: Caller, request: Request, take: Callable[..., object], **how: object) -> Response:
    table = await request.body()
    found = await run_in_threadpool(lambda: take(caller.workspace, table, caller.now, **how))
    return caller.answer(found)
