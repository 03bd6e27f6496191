"""How a class did: summary, students, exports."""
