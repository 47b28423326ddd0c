"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

# A migration says for itself what its types were; the engine's own may change.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")
NUMBER = sa.Numeric().with_variant(sa.String(), "sqlite")
STATES = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _definitions_and_people()
    _cycles()
    _instances()
    _incidents_and_values()
    _tasks()
    _timers()
    _events()
    _outbox()
    _doors()


def _definitions_and_people() -> None:
    op.create_table(
        "definition",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", "version", name="pk_definition"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mail", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("manager", sa.String(), nullable=True),
        sa.Column("hired_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("ix_person_department", "person", ["department"])
    op.create_index("ix_person_left_on", "person", ["left_on"])
    op.create_index("ix_person_manager", "person", ["manager"])
    op.create_table(
        "group_member",
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_group_member_person"),
        sa.PrimaryKeyConstraint("group_name", "person", name="pk_group_member"),
    )
    op.create_index("ix_group_member_person", "group_member", ["person"])
    op.create_table(
        "person_fact",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("value", sa.String(), nullable=False),
        sa.CheckConstraint("until_on IS NULL OR until_on > from_on", name=op.f("ck_person_fact_order")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_person_fact_person"),
        sa.PrimaryKeyConstraint("person", "fact", "from_on", name="pk_person_fact"),
    )
    _partial("uq_person_fact_present", "person_fact", ["person", "fact"], "until_on IS NULL", unique=True)


def _cycles() -> None:
    op.create_table(
        "cycle",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("status IN ('planned', 'running', 'ended', 'cancelled')", name=op.f("ck_cycle_status")),
        sa.PrimaryKeyConstraint("id", name="pk_cycle"),
    )
    op.create_index("ix_cycle_template", "cycle", ["template"])
    op.create_table(
        "cycle_start",
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'started', 'cancelled')", name=op.f("ck_cycle_start_status")),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.id"], name="fk_cycle_start_cycle"),
        sa.PrimaryKeyConstraint("cycle", "process", "due_at", name="pk_cycle_start"),
    )
    _partial("ix_cycle_start_waiting", "cycle_start", ["due_at"], "status = 'waiting'")
    op.create_table(
        "cycle_definition",
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.id"], name="fk_cycle_definition_cycle"),
        sa.ForeignKeyConstraint(
            ["process", "version"],
            ["definition.name", "definition.version"],
            name="fk_cycle_definition_process_version",
        ),
        sa.PrimaryKeyConstraint("cycle", "process", name="pk_cycle_definition"),
    )


def _instances() -> None:
    op.create_table(
        "instance",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("cycle", sa.String(), nullable=True),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("state", STATES, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("memory", sa.String(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("event_hash", sa.String(), nullable=False),
        sa.CheckConstraint("(status = 'running') = (ended_at IS NULL)", name=op.f("ck_instance_ended_at")),
        sa.CheckConstraint("status IN ('running', 'ended', 'cancelled')", name=op.f("ck_instance_status")),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_instance_revision")),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.id"], name="fk_instance_cycle"),
        sa.ForeignKeyConstraint(
            ["parent"], ["instance.id"], name="fk_instance_parent", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["process", "version"], ["definition.name", "definition.version"], name="fk_instance_process_version"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_instance"),
    )
    op.create_index("ix_instance_cycle_process", "instance", ["cycle", "process"])
    _partial("ix_instance_parent", "instance", ["parent"], "parent IS NOT NULL")
    op.create_index("ix_instance_subject_process", "instance", ["subject", "process"])
    op.create_table(
        "participant",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("from_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_participant_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", "role", "person", "from_at", name="pk_participant"),
    )
    op.create_index("ix_participant_person", "participant", ["person", "instance_id"])
    _partial(
        "uq_participant_present", "participant", ["instance_id", "role", "person"], "until_at IS NULL", unique=True
    )


def _incidents_and_values() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("resolved_at", INSTANT, nullable=True),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
    )
    _partial("uq_incident_open", "incident", ["about", "code", "state", "rule"], "resolved_at IS NULL", unique=True)
    op.create_table(
        "value",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("over", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("cycle", sa.String(), nullable=True),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("number", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_value_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", "field", "over", name="pk_value"),
    )
    op.create_index(
        "ix_value_cycle_process_over_member_field", "value", ["cycle", "process", "over", "member", "field"]
    )


def _tasks() -> None:
    op.create_table(
        "task",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("visit", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name=op.f("ck_task_closed_at")),
        sa.CheckConstraint("status IN ('open', 'done', 'lapsed')", name=op.f("ck_task_status")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_task_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", "state", "visit", "name", "person", name="pk_task"),
    )
    _partial("ix_task_open", "task", ["person", "due_at"], "status = 'open'")
    op.create_table(
        "draft",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_draft_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", "task", "person", name="pk_draft"),
    )


def _timers() -> None:
    op.create_table(
        "timer",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("visit", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("occurrence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("status IN ('armed', 'passed', 'withdrawn')", name=op.f("ck_timer_status")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_timer_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", "state", "visit", "rule", "occurrence", name="pk_timer"),
    )
    _partial("ix_timer_due", "timer", ["due_at"], "status = 'armed'")


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("to_state", sa.String(), nullable=True),
        sa.Column("payload_digest", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('started', 'act', 'event', 'timer', 'moved', 'corrected', 'people', 'cancelled', 'ended')",
            name=op.f("ck_event_kind"),
        ),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_event_sequence")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_event_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", "sequence", name="pk_event"),
    )
    op.create_table(
        "event_payload",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id", "sequence"],
            ["event.instance_id", "event.sequence"],
            name="fk_event_payload_instance_id_sequence",
        ),
        sa.PrimaryKeyConstraint("instance_id", "sequence", name="pk_event_payload"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("instance_id", sa.String(), nullable=True),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("not_before", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("frozen", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("planned_at", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.CheckConstraint("(status = 'claimed') = (lease_until IS NOT NULL)", name=op.f("ck_outbox_lease_until")),
        sa.CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outbox_sent_at")),
        sa.CheckConstraint(
            "status IN ('queued', 'claimed', 'sent', 'dead', 'suppressed')", name=op.f("ck_outbox_status")
        ),
        sa.CheckConstraint("epoch >= 0 AND attempts >= 0", name=op.f("ck_outbox_epoch")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_outbox_instance_id"),
        sa.PrimaryKeyConstraint("key", name="pk_outbox"),
    )
    _partial("ix_outbox_claimed", "outbox", ["lease_until"], "status = 'claimed'")
    op.create_index("ix_outbox_instance_id", "outbox", ["instance_id"])
    _partial("ix_outbox_queued", "outbox", ["not_before"], "status = 'queued'")
    op.create_index("ix_outbox_recipient", "outbox", ["recipient", "status"])


def _doors() -> None:
    op.create_table(
        "request",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_request"),
    )
    op.create_index("ix_request_expires_at", "request", ["expires_at"])


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
