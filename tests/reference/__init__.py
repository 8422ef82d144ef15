"""A second, independent recorder, and programs to compare the first one with.

Nothing here imports the engine but `tests.reference.differential`, which runs both."""
