"""How two reports of one utterance differ: word for word in one language, fact by fact across languages."""
