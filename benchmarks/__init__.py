"""What the goals say, measured beside peers in the same run: `make bench`."""
