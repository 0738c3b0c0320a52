"""Lists of stations, typed by many hands, into checked stations: every row is accounted for."""

from locator.stations.importing.findings import Finding
from locator.stations.importing.options import Options
from locator.stations.importing.pipeline import ImportResult, Ledger, import_files

__all__ = ["Finding", "ImportResult", "Ledger", "Options", "import_files"]
