"""A second reading of docs/semantics.md, written from that page alone.

It records programs under `sys.settrace`, reads narrations by regular expressions and judges them
over plain lists of visits. It imports nothing of `engine`, `cli` or `benchmarks` (a contract that
CI checks): where the two disagree, one of them is wrong. What it cannot settle is UNDECIDED.
"""
