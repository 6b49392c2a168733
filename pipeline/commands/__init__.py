"""The work behind each command of cli.py: arguments in, text on stdout, errors raised."""
