"""The language of narrations: claims, their grammar, and the checker that judges them."""
