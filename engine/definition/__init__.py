"""Floor 1: the process language. Text in, immutable values out, every problem at once.

Owns the reader of YAML (`reading`), the grammar every file is held against (`grammar`, `shapes`), the model
(`model`, `house`), the checks, and the JSON Schema for editors. It opens no file, reads no clock and
knows no database. Start with `model`, then `library`.
"""
