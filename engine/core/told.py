"""What a refusal may say: an owner's text, in which nothing stands that its reader may not see."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.core.case import Case
from engine.core.names import Names
from engine.core.plan import plan
from engine.core.visible import Sight
from engine.core.wording import fill
from engine.definition.model import Text
from engine.expression import MISSING

# What other reviews hold is for whoever reads those.
_OTHERS = frozenset({"parent", "siblings", "last", "history", "current"})
_OF_ANSWERS = frozenset({"answers", "mean_by_days"})


class _Told(Names):
    """The names of a case as its actor may know them; whatever else is asked for is missing, and shows a dash."""

    def __init__(self, case: Case, local: Mapping[str, object]) -> None:
        super().__init__(case, local)
        self._sight = Sight(case, case.actor or "")
        states = (case.process.states[name] for name in case.active)
        acts = (act for state in states for act in state.on.values() if self._sight.roles & frozenset(act.by))
        self._own = {name.partition(".")[0] for act in acts for name in act.form}

    def name(self, name: str) -> object:
        process = self.case.process
        if name in _OTHERS or name in plan(process).children:
            return MISSING
        if name in _OF_ANSWERS:
            return self._of_answers(super().name(name))
        hidden = name in process.fields and name not in self._own and not self._sight.sees(name)
        if hidden or (name in self.case.answers and name not in process.fields and not self._sight.sees(name)):
            return MISSING
        return super().name(name)

    def _of_answers(self, function: object) -> Callable[..., object]:
        assert callable(function)
        return lambda task, *more: function(task, *more) if self._sight.sees(f"{task}.{more[0]}") else MISSING


def told(case: Case, text: Text, local: Mapping[str, object]) -> Text:
    """The text in every language, as whoever acts may read it."""
    if not any("{{" in said for said in text.values()):
        return text
    return fill(text, _Told(case, local))
