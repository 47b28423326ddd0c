"""The names a scenario uses, each with its place, to be held against the processes before it is played."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definition.build.draft import Draft
from engine.definition.nodes import MapNode, Node, ScalarNode
from engine.definition.scenario import Name, NameKind


def names_in(draft: Draft, node: Node) -> tuple[Name, ...]:
    """Every name of the document, rows of a table included."""
    return tuple(_Names(draft, draft.text(draft.get(node, "process"))).all(node))


class _Names:
    def __init__(self, draft: Draft, process: str) -> None:
        self.draft = draft
        self.process = process

    def all(self, node: Node) -> Iterator[Name]:
        get = self.draft.get
        yield from self._words("process", get(node, "process"), self.process)
        given = get(node, "given")
        yield from self._keys("people", get(given, "people"), self.process)
        for key, value in self.draft.entries(get(given, "before")):
            yield self._name("who", key, self.process)
            for _, facts in self.draft.entries(value):
                yield from self._keys("fact", facts, self.process)
        yield from self._words("calendar", get(given, "calendar"), self.process)
        yield from self._words("who", get(given, "opened_by"), self.process)
        yield from self._measured(get(given, "measurements"))
        yield from self._instances(given)
        for _, facts in self.draft.entries(get(given, "units")):
            yield from self._keys("unit-fact", facts, self.process)
        yield from self._keys("cycle-fact", get(given, "cycle"), self.process)
        yield from self._keys("period-part", get(get(given, "cycle"), "period"), self.process)
        for beginning in (given, *self.draft.items(get(node, "table"))):
            yield from self._words("site", get(beginning, "site"), self.process)
            yield from self._words("state", get(beginning, "state"), self.process)
            yield from self._facts(get(beginning, "facts"), self.process)
            yield from self._keys("field", get(beginning, "data"), self.process)
        for step in self.draft.items(get(node, "steps")):
            yield from self._step(step)
        for row in self.draft.items(get(node, "table")):
            yield from self._keys("field", get(row, "with"), self._last(node))
            yield from self._expect(get(row, "expect"), self.process)

    def _instances(self, given: Node | None) -> Iterator[Name]:
        """What is said of other instances."""
        get = self.draft.get
        for key, value in self.draft.entries(get(given, "siblings")):
            yield self._name("process", key, self.process)
            yield from self._keys("told-of", value, key.text)
        for part in ("history", "running"):
            for key, value in self.draft.entries(get(given, part)):
                yield self._name("process", key, self.process)
                for row in self.draft.items(value):
                    yield from self._keys("told-of", row, key.text)
        for key, value in self.draft.entries(get(given, "instances")):
            yield self._name("process", key, self.process)
            for _, each in self.draft.entries(value):
                yield from self._words("state", each if isinstance(each, ScalarNode) else get(each, "state"), key.text)
                yield from self._keys("field", get(each, "data"), key.text)

    def _last(self, node: Node) -> str:
        """The process the last act is about, which a row adds to."""
        steps = [each for each in self.draft.items(self.draft.get(node, "steps")) if self.draft.get(each, "do")]
        return self._of(steps[-1]) if steps else self.process

    def _of(self, step: Node) -> str:
        return self.draft.text(self.draft.get(step, "open") or self.draft.get(step, "in")) or self.process

    def _step(self, step: Node) -> Iterator[Name]:
        get, of = self.draft.get, self._of(step)
        yield from self._words("process", get(step, "in"), of)
        yield from self._words("process", get(step, "open"), of)
        yield from self._words("who", get(step, "as"), of)
        yield from self._words("who", get(step, "for"), of)
        for key, value in self.draft.entries(get(step, "delegate")):
            yield self._name("who", key, of)
            if not (isinstance(value, ScalarNode) and value.text == "none"):
                yield from self._words("who", value, of)
        yield from self._words("act", get(step, "do"), of)
        verb = self.draft.text(get(step, "intervene"))
        yield from self._words("who" if verb == "reassign" else "state", get(step, "to"), of)
        yield from self._words("task", get(step, "task"), of)
        yield from self._words("role", get(step, "role"), of)
        yield from self._words("who", get(step, "of"), of)
        yield from self._keys("field", get(step, "with"), of)
        yield from self._facts(get(step, "change"), of)
        yield from self._measured(get(step, "measure"))
        yield from self._expect(get(step, "expect"), of)

    def _expect(self, node: Node | None, of: str) -> Iterator[Name]:
        get = self.draft.get
        yield from self._words("state", get(node, "state"), of)
        yield from self._words("task", get(node, "overdue"), of)
        yield from self._keys("field", get(node, "data"), of)
        yield from self._keys("role", get(node, "roles"), of)
        for part, kind in (("tasks", "task"), ("visible", "seen"), ("hidden", "seen")):
            for key, value in self.draft.entries(get(node, part)):
                yield self._name("who", key, of)
                yield from self._words(kind, value, of)  # type: ignore[arg-type]
        for key, value in self.draft.entries(get(node, "children")):
            yield self._name("process", key, of)
            yield from self._words("state", value, key.text)
        for part in ("sent", "sent_exactly"):
            for item in self.draft.items(get(node, part)):
                whole = isinstance(item, ScalarNode)
                yield from self._words("template", item if whole else get(item, "template"), of)
                yield from self._words("who", None if whole else get(item, "to"), of)

    def _measured(self, node: Node | None) -> Iterator[Name]:
        for item in self.draft.items(node):
            yield from self._words("measurement", self.draft.get(item, "name"), self.process)

    def _facts(self, node: Node | None, of: str) -> Iterator[Name]:
        for key, value in self.draft.entries(node):
            yield self._name("who", key, of)
            yield from self._keys("fact", value, of)

    def _keys(self, kind: NameKind, node: Node | None, of: str) -> Iterator[Name]:
        if isinstance(node, MapNode):
            yield from (self._name(kind, key, of) for key, _ in node.entries)

    def _words(self, kind: NameKind, node: Node | None, of: str) -> Iterator[Name]:
        for item in self.draft.items(node):
            if isinstance(item, ScalarNode):
                yield self._name(kind, item, of)

    @staticmethod
    def _name(kind: NameKind, node: ScalarNode, of: str) -> Name:
        return Name(kind=kind, text=node.text, process=of, span=node.span)
