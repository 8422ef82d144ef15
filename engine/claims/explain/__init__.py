"""Explanations of what failed: what is true instead, when it would have been true, and the nearest
true sentence (docs/semantics.md §8)."""
