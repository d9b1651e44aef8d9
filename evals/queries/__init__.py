"""A benchmark of searches: queries, grades, and how they are pooled, recorded and exported (docs/benchmark.md)."""
