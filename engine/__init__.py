"""The reviewflow engine: YAML becomes a process; a process and an event become a decision.

Floors, imports go down only: words < language (definition, expression, calendar) < core <
store, lab < runtime, views < doors (cli, demo). Start reading at `engine.core.decide`.
"""
