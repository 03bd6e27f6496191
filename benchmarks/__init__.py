"""Measurements: how fast the app is, beside the least that the same work can cost here."""
