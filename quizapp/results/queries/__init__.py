"""What the pages of results read: students, answers and texts, in few statements."""
