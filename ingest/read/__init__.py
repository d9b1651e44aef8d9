"""Bytes to pages: one reader a format, then one cleaner for all."""
