"""What is kept out: letting a held-back page through, and withdrawing."""
