"""What goes into each document that a user keeps; ``app.papers`` writes it."""
