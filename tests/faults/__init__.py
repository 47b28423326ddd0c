"""Faults on purpose: what must hold whatever breaks, and the proof that it does.

`sweep` breaks every statement, commit and message of every piece of work; `planted` shows that the sweep finds what it
should; `simulation` lets many work at once on one clock; `runners` kills real processes. `python -m tests.faults` runs
all four and prints figures. Start reading at `tap`.
"""
