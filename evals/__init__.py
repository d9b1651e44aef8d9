"""What the product is measured against: invented reviews with a known answer, and the measures themselves."""
