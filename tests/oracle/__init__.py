"""An independent reading of docs/semantics.md: it imports nothing of `engine`."""
