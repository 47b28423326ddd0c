"""What a request says, by noun. An unknown name is a fault: nothing is taken in silence."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Name = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=20_000)]
Values = Annotated[
    dict[str, Any],
    Field(description="Field → value, as `form` of the options asks. Numbers may be text; no digit is lost."),
]


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Doing(Asked):
    """An act of one instance. `as`: who does it, where the key acts for more than one."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    actor: Name | None = Field(default=None, alias="as")
    on_behalf_of: Name | None = Field(default=None, alias="for", description="Whose delegate they are.")
    form: Values = {}
    reason: Text | None = None
    amount: Name | None = Field(default=None, description="How long, of an act that extends: `2 weeks`.")


class DoingOne(Doing):
    """One of a batch. `key` makes it safe to repeat; `revision` lets it lose against whoever was first."""

    instance: Name
    act: Name
    key: Name | None = None
    revision: int | None = Field(default=None, ge=0)


class DoingMany(Asked):
    items: Annotated[list[DoingOne], Field(min_length=1, max_length=500)]


class Beginning(Asked):
    """A process opened by hand, for a person."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    process: Name
    subject: Name
    actor: Name | None = Field(default=None, alias="as")
    form: Values = {}


class Claiming(Asked):
    """Who is on a task. `as`: where the key acts for more than one."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    actor: Name | None = Field(default=None, alias="as")


class Delegating(Asked):
    """Who does what a person owes (`as`, where the key acts for more than one), on which days, both included."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    actor: Name | None = Field(default=None, alias="as")
    to: Name
    from_on: date | None = Field(default=None, description="Today unless said.")
    until_on: date | None = Field(default=None, description="Until it is ended unless said.")
    process: Name | None = Field(default=None, description="Only in this process.")


class Drafting(Asked):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    actor: Name | None = Field(default=None, alias="as")
    form: Values


class Launching(Asked):
    cycle: Name = Field(examples=["2026-h2"])


class Files(Asked):
    """Path within `processes/` → YAML text."""

    files: Annotated[dict[Name, Annotated[str, Field(max_length=1_000_000)]], Field(min_length=1, max_length=200)]


class Retrying(Asked):
    """`ids` absent: all of them."""

    ids: Annotated[list[Annotated[int, Field(ge=1, lt=2**31)]], Field(max_length=1000)] | None = None


class Resending(Asked):
    """`about`: a template, an instance or a recipient; absent: all."""

    about: Name | None = None


class Subscribing(Asked):
    """`types`: kinds of events (`started`, `act`, `moved`, `ended`, …), or `*` for all."""

    url: Annotated[str, Field(min_length=1, max_length=2000, examples=["https://portal.example.com/reviewflow"])]
    types: Annotated[list[Name], Field(min_length=1, max_length=20)] = ["*"]
    cycle: Name | None = None
    process: Name | None = None


class Replaying(Asked):
    """An instant with a zone: `2026-07-01T00:00:00Z`."""

    since: AwareDatetime
