"""Recommendations and repeat learning: their pages' addresses, tables and downloads."""
