"""People's decisions on tags and facts, and the queue of what to decide next."""
