"""One script for each figure of the README."""
