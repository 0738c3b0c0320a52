"""Points, datums, distances, indexes and districts. Knows no station."""
