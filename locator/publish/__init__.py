"""What people see: pages from templates, maps, documents. Knows no Flask.

- for the courier: `courier_page`, `station_pages`, `nearest_map`
- for the planner: `coverage_map`, `coverage_report`, `siting_plan`; their parts are `charts` and
  `offline_map`, which alone knows Folium
- for the publisher: `share`, `embed`, `oembed`, `site`, `printing`, `sitemap`
- for programs and their authors: `ogc`, `openapi`, `documents`
- for the data keeper: `import_report`

The other modules are what several of them are made of.
"""
