"""The planner's map: stations, whom they serve, gaps, districts, on a page of our own files."""
