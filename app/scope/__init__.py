"""Scope a review: a pasted case, its likes, and the note made of them."""
