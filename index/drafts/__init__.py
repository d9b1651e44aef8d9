"""A person's own draft beside what the held reviews say."""
