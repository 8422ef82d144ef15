"""The built-in writer: narrations of a recording, for any program."""
