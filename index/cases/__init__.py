"""Reviews like a case, and what they say to the scope of a new review."""
