"""Recurring themes: what is counted, as tables, figures and files."""
