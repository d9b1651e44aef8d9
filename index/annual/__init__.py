"""The learning points of a period beside the period before."""
