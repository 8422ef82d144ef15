"""Backward reasoning: symbolic replay of recordings, and statements about all inputs of a path."""
