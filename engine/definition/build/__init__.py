"""From checked nodes to the model: one module per part of the language.

`draft.Draft` is the workbench: it hands out nodes that passed the check of form, compiles expressions and moments,
and notes every name that is used with its place, so that `engine.definition.checks` can hold them against what exists.
A part that is wrong is left out; the draft's problems then keep the whole from being loaded.
"""
