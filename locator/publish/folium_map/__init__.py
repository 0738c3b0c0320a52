"""Folium maps that need no outside host. Only this package knows Folium."""
