"""Recipe that distils an English sentence encoder into a multilingual student."""
