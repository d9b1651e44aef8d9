"""Briefing: a theme in scope, its evidence picked and ordered by a person, and the paper made of it."""
