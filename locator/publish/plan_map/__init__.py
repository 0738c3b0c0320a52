"""What a planner gets of a siting: its map, its files, and the words for both."""
