"""What was recommended, how often, and what was answered."""
