"""Hostile input: made by the thousand, and the properties that must hold for every piece of it."""
