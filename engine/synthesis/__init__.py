"""Training data made: teachers, repair, problems, rationales."""
