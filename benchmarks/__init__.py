"""Measurements: what they find depends on the machine, so no test looks at it."""
