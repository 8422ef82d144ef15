"""Verdicts and recordings, rendered for readers."""
