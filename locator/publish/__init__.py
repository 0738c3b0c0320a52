"""What people see: pages from templates, maps, documents. Knows no Flask."""
