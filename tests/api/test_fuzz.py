"""Rubbish of every kind over every operation: no fault of ours, no answer that the document does not announce."""

from __future__ import annotations

import os

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance, unsupported_method

from tests.api.conftest import Served

EXAMPLES = int(os.environ.get("REVIEWFLOW_FUZZ", "8"))


def test_every_operation_answers_as_announced(served: Served) -> None:
    document = schemathesis.openapi.from_url(f"{served.url}/v1/openapi.json")
    tried = 0
    for found in document.get_all_operations():
        operation = found.ok()
        strategy = operation.as_strategy()
        _try(strategy, served)
        tried += 1
    assert tried >= 29


def _try(strategy: object, served: Served) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)  # type: ignore[arg-type]
    def once(case: schemathesis.Case) -> None:
        case.call_and_validate(
            headers={"Authorization": f"Bearer {served.key}"},
            # Starlette says `Allow` for its own route of an address only, where several share one; and what is well
            # formed may be refused all the same: that is what a review process is.
            excluded_checks=[unsupported_method, positive_data_acceptance],
        )

    once()
