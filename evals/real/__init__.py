"""Real passages labelled by reading them: what they are about, which agencies and what part of a report they are."""
