"""The tables of this stage stand with their nouns."""
