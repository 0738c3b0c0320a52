"""Builds the files of `data/` from the raw inputs in `data/raw/`: the same bytes on every run."""
