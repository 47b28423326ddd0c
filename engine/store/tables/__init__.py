"""The tables, one module by subject. `METADATA` holds them all; queries are built from the names below.

Owns names, types, keys and checks. Text keys are the ids the core makes; an instant is `UtcInstant`, data is
canonical text of `engine.store.codec`. A change here needs a migration; a test compares the two.
"""

from engine.store.tables.cycles import CycleDefinitionRow, CycleRow, CycleStartRow, ValueRow
from engine.store.tables.definitions import DefinitionRow
from engine.store.tables.delegations import DelegationRow
from engine.store.tables.directory import DirectoryRow
from engine.store.tables.doors import RequestRow, TokenRow
from engine.store.tables.events import EventPayloadRow, EventRow
from engine.store.tables.instances import IncidentRow, InstanceRow, ParticipantRow
from engine.store.tables.measurements import MeasurementRow
from engine.store.tables.outbox import OutboxMessageRow
from engine.store.tables.pending import MarkRow, PendingEventRow
from engine.store.tables.people import GroupMemberRow, PersonChangeRow, PersonFactRow, PersonRow
from engine.store.tables.row import METADATA, of
from engine.store.tables.runners import RunnerRow
from engine.store.tables.subscriptions import AnnouncementRow, SubscriptionRow
from engine.store.tables.tasks import ClaimRow, DraftRow, TaskRow, TimerRow
from engine.store.tables.units import UnitRow

ANNOUNCEMENT = of(AnnouncementRow)
CLAIM = of(ClaimRow)
CYCLE = of(CycleRow)
CYCLE_DEFINITION = of(CycleDefinitionRow)
CYCLE_START = of(CycleStartRow)
DEFINITION = of(DefinitionRow)
DELEGATION = of(DelegationRow)
DIRECTORY = of(DirectoryRow)
DRAFT = of(DraftRow)
EVENT = of(EventRow)
EVENT_PAYLOAD = of(EventPayloadRow)
GROUP_MEMBER = of(GroupMemberRow)
INCIDENT = of(IncidentRow)
INSTANCE = of(InstanceRow)
MARK = of(MarkRow)
MEASUREMENT = of(MeasurementRow)
OUTBOX = of(OutboxMessageRow)
PARTICIPANT = of(ParticipantRow)
PENDING_EVENT = of(PendingEventRow)
PERSON = of(PersonRow)
PERSON_CHANGE = of(PersonChangeRow)
PERSON_FACT = of(PersonFactRow)
REQUEST = of(RequestRow)
RUNNER = of(RunnerRow)
SUBSCRIPTION = of(SubscriptionRow)
TASK = of(TaskRow)
TIMER = of(TimerRow)
TOKEN = of(TokenRow)
UNIT = of(UnitRow)
VALUE = of(ValueRow)

__all__ = [
    "ANNOUNCEMENT",
    "CLAIM",
    "CYCLE",
    "CYCLE_DEFINITION",
    "CYCLE_START",
    "DEFINITION",
    "DELEGATION",
    "DIRECTORY",
    "DRAFT",
    "EVENT",
    "EVENT_PAYLOAD",
    "GROUP_MEMBER",
    "INCIDENT",
    "INSTANCE",
    "MARK",
    "MEASUREMENT",
    "METADATA",
    "OUTBOX",
    "PARTICIPANT",
    "PENDING_EVENT",
    "PERSON",
    "PERSON_CHANGE",
    "PERSON_FACT",
    "REQUEST",
    "RUNNER",
    "SUBSCRIPTION",
    "TASK",
    "TIMER",
    "TOKEN",
    "UNIT",
    "VALUE",
]
