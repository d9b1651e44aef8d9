"""Text as unit vectors, and vectors kept so that nothing is embedded twice."""
