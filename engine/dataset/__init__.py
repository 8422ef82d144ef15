"""Many programs through the whole path."""
