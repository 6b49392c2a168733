"""Claims of a story against its other articles: frames read into evidence, evidence into verdicts and words."""
