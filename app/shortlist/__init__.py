"""Shortlists: how they are shown, changed and taken away."""
