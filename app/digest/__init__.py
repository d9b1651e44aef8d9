"""What is new, and the scopes that a person saved to look at it."""
