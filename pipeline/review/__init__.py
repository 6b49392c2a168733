"""Review: a run's report served to this machine only, each decision saved as it is made."""
