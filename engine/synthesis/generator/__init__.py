"""The built-in catalogue: programs as people write them, without a model (docs/generator.md)."""

from engine.synthesis.generator.build import catalogue, generate

__all__ = ["catalogue", "generate"]
