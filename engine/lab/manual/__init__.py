"""The language reference as Markdown, made of what the engine itself knows, in English or Chinese. Pure.

`page` puts it together. Keys come from `engine.definition.reference`; the other chapters are tables whose examples are
worked out when the page is made, so that none can be wrong. Owns no file: `make docs` writes them.
"""
