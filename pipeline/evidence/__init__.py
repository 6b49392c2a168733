"""Pure evidence: scores over text values and numpy arrays. Stages call these; nothing here knows of frames."""
