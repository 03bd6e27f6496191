"""What the pages of answering read."""
