"""Files of shapes with columns, in the formats that planners have: one layer, a declared CRS."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import geopandas
import pyogrio

from locator.errors import LocatorError, Words

if TYPE_CHECKING:
    from pathlib import Path

VECTOR_FILES = (".geojson", ".json", ".gpkg", ".parquet")
# What the files begin with, after blanks. GDAL goes by the content whatever the name says, and some
# of its formats name other files or addresses to read.
_BEGINNINGS = {
    ".geojson": (b"{",),
    ".json": (b"{",),
    ".gpkg": (b"SQLite format 3\0",),
    ".shp": (b"\0\0\x27\x0a",),
}
_LOOKED_AT = 1024
_BLANKS = b"\xef\xbb\xbf \t\r\n"
NO_COLUMN = Words("没有这一列", "the file has no such column")
NO_CRS = Words(
    "没有声明坐标参考系，请先声明（如 EPSG:4490）", "declares no CRS; declare it, such as EPSG:4490"
)


def read_frame(path: Path, raw: bytes | None = None) -> geopandas.GeoDataFrame:
    """Read the shapes and columns of a file; a table without shapes comes back as it is.

    Parameters
    ----------
    path
        Its ending tells the format.
    raw
        The file's bytes, where they are at hand.

    Raises
    ------
    LocatorError
        If it can't be read, or has several layers.
    """
    try:
        if path.suffix.lower() == ".parquet":
            return geopandas.read_parquet(path if raw is None else io.BytesIO(raw))
        _check_content(path)
        layers = pyogrio.list_layers(path)[:, 0].tolist()
        if len(layers) > 1:
            raise LocatorError(_several(path, ", ".join(map(str, layers))))
        return pyogrio.read_dataframe(path)
    except (pyogrio.errors.DataSourceError, OSError, ImportError, ValueError) as error:
        text = " ".join(str(error).split())[:120]
        raise LocatorError(f"{path}: can't be read ({text})") from error


def _check_content(path: Path) -> None:
    """See that a file is what its name says.

    Raises
    ------
    LocatorError
        If it begins otherwise.
    """
    beginnings = _BEGINNINGS.get(path.suffix.lower(), ())
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    begins = head if path.suffix.lower() == ".shp" else head.lstrip(_BLANKS)
    if not begins.startswith(beginnings):
        raise LocatorError(
            Words(
                f"{path}：无法读取：内容与扩展名 {path.suffix} 不符",
                f"{path}: can't be read: its content isn't what {path.suffix} files hold",
            )
        )


def _several(path: Path, layers: str) -> Words:
    return Words(
        f"{path}：有多个图层（{layers}），请只保留需要的一个",
        f"{path}: has several layers ({layers}); leave the one that is meant",
    )
