"""stepwitness: chains of thought about code, checked against what the code really did."""
