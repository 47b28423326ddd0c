"""Expressions: the small language of conditions and computed values. Text in, a pure callable out.

Owns the allowed syntax, exact decimal arithmetic, what a missing value does, and the published
functions. It does not know a process, a person or a clock: all names come from a `Scope`.
Start with `compiler.compile_expression`; `functions` lists what may be called.
"""

from engine.expression.compiler import Expression, compile_expression
from engine.expression.errors import EvaluationError, ExpressionError, MissingValue
from engine.expression.functions import CONTEXT_FUNCTIONS, FILTERS, FUNCTIONS
from engine.expression.scope import Scope
from engine.expression.values import MISSING, Entity, Missing, Ordered

__all__ = [
    "CONTEXT_FUNCTIONS",
    "FILTERS",
    "FUNCTIONS",
    "MISSING",
    "Entity",
    "EvaluationError",
    "Expression",
    "ExpressionError",
    "Missing",
    "MissingValue",
    "Ordered",
    "Scope",
    "compile_expression",
]
