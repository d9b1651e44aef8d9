"""The fictional library: invented reviews, written by hand, made into the files a reader would be sent."""

from evals.fictional.library import Volume, volumes, write

__all__ = ["Volume", "volumes", "write"]
