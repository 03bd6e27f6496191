"""What the pages of authoring read, each page with a small fixed number of SELECTs."""
