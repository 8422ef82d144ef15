"""The language of backward rationales: text to statements (docs/backward.md)."""
