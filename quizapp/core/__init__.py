"""The rules of questions, marking, time and statistics: no web, no database, no clock, no files."""
