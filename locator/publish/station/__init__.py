"""`/stations/<id>`: a page for each station, with its hours, a small map and a door sign."""
