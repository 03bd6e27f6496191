"""The argument of a passage: where it pulls against itself, what it takes for granted, its map."""
