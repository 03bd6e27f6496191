"""What staff change about results: marks given by hand, and regrades."""
