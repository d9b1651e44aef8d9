"""In how many of how many reviews: every figure is counted here, each review once."""
