"""Signing in, classes, joining and rosters."""
