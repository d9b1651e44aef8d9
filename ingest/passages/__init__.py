"""Pages to passages, the role of each, and the findings and recommendations among them."""
