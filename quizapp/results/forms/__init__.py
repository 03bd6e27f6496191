"""What staff type on the pages of results."""
