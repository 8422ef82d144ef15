"""Models of Python's types and operations; each agrees with CPython or is refused."""
