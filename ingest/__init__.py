"""A published report becomes a Review with true pages. This is the record: never rebuilt from the index."""
