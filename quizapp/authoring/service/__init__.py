"""What instructors change: questions, passages, quizzes and assignments."""
