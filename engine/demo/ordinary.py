"""Something acceptable for a field, going by nothing but its type and its bounds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.definition.model import Field
from engine.demo.pen import Pen
from engine.demo.stable import pick


def ordinary(pen: Pen, field: Field, place: object = "") -> Any:
    """Something acceptable for the type."""
    luck = pen.roll(field.name, place)
    match field.type:
        case "text":
            return pen.say(field.name, place)[: field.max_length or None]
        case "number" | "percent" | "money":
            low = Decimal(0) if field.minimum is None else field.minimum
            high = low + 100 if field.maximum is None else field.maximum
            return low + ((high - low) * Decimal(str(round(luck, 3)))).quantize(Decimal(1))
        case "date":
            return pen.today
        case "moment":
            return pen.moment
        case "yes_no":
            return luck < 0.8
        case "choice":
            return pick(field.options, pen.scene.seed, pen.scene.instance.id, pen.actor, field.name, place)
        case "choices":
            return list(field.options[: field.min_items or 1])
        case "scale":
            return Decimal(pick(field.options, pen.scene.seed, pen.scene.instance.id, pen.actor, field.name, place))
        case "indicator":
            return None
        case "person":
            return pen.actor
        case "people":
            return [pen.actor]
        case _:
            count = field.min_items or 1
            return [
                {name: ordinary(pen, column, index) for name, column in field.item.items() if not column.optional}
                for index in range(count)
            ]
