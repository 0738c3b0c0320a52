"""What people see: pages from templates, maps, documents. Knows no Flask.

By who it is for:

- the courier: `courier`, `station`
- the planner: `planner_map`, `report`, `plan_map`
- the publisher: `embed`, `site`, `sheet`
- programs and their authors: `ogc`, `openapi`, `documents`, `downloads`
- the data keeper: `import_report`

They are made of `page` (templates, assets, icons), `drawing` (charts and maps without tiles),
`folium_map` (the one place that knows Folium), `basemap`, `district_names`, `numbers`, `qr` and
`station_schema`.
"""
