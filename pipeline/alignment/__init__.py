"""Which quotes report the same words: scores on pairs of quoted sentences, and the groups they form."""
