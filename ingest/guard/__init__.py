"""What may identify somebody in a text that a person is about to search with."""
