"""The checker: what a claim's moment names, and whether the claim holds there."""
