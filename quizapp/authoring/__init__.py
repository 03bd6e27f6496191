"""Questions, quizzes and assignments."""
