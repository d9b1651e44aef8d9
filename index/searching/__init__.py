"""From what a person typed to passages, and why each was found."""
