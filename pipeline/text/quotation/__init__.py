"""Quotation: marks, reporting cues, speakers, reported speech. Pure functions over one article's text."""
