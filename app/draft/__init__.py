"""Check a draft: what a person pastes or drops, the check while it runs and after, and its export."""
