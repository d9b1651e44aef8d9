"""What is gone for good, and how it is known not to come back."""
