"""The rules that turn evidence into findings: what fires, how it is said, and what makes it the same next time."""
