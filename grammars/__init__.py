"""The grammars, as package data: read them through `importlib.resources`."""
