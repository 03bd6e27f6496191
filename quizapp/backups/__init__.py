"""Backups: one file that holds the database and the secret key, and proves that it is whole."""
