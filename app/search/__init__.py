"""What the Search page shows of an answer."""
