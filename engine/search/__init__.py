"""Search: programs are run to confirm inputs, and to find them."""
