"""What people decided, gathered and named: it outlives every re-reading, re-tagging and rebuilding."""
