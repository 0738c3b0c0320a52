"""What a station is: kinds, services, reading, checking and selection."""

from locator.stations.faults import Fault, StationFileError
from locator.stations.kinds import KINDS, Kind
from locator.stations.reading import read_stations
from locator.stations.selection import Selection
from locator.stations.services import SERVICES, Service
from locator.stations.station import Station
from locator.stations.station_set import StationSet

__all__ = [
    "KINDS",
    "SERVICES",
    "Fault",
    "Kind",
    "Selection",
    "Service",
    "Station",
    "StationFileError",
    "StationSet",
    "read_stations",
]
