"""Language models behind one interface: requests, replies, what they cost, what was kept."""
