"""Messages: templates, their rendering, and the channels they leave by.

It knows no process, no table and of the engine only its words: what a message may say arrives as
plain data, what is allowed to be said is the caller's to decide (`Catalogue.paths` tells what a
template reads). Start with `message` (what is asked for and what comes out), then `catalogue`
(templates and their faults), `rendering`, and `channels`.
"""
