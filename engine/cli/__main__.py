"""`python -m engine.cli`, for where the command is not on the path."""

from engine.cli.main import main

main()
