"""Floor 5: the command line. One file per verb or noun; each asks a lower room and prints the answer.

Owns options, exit codes, and how things look on a screen or as JSON. It neither queries nor decides. Start with
`main`; `app` lists the verbs, `session` is what each of them holds.
"""
