"""All questions one can ask of a recording. Nothing here runs a program."""
