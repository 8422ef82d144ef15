"""What a narration leaves out of the slice of the answer (docs/semantics.md §6, `gapless`)."""
