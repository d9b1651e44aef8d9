"""What the Review page shows: outline, facts, tags, and where in a document it stands open."""
