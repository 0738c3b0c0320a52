"""Charts and tileless maps as plain numbers for SVG templates."""
