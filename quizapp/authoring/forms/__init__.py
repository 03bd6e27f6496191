"""The forms that instructors fill in."""
