"""What students change: they start an attempt, save answers, and submit it to be graded."""
