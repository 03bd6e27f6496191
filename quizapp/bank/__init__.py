"""Question files: text in, questions and problems out, and back."""
