"""Passages become findable. Everything here is derived: delete it and rebuild it from the catalogue."""
