"""Which words are quoted, and where they stand."""
