"""Facts that two outlets of one story state with values that cannot both be right."""
