"""Files of shapes with columns, in the formats that planners have: one layer, a declared CRS."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import geopandas
import pyogrio

from locator.errors import LocatorError, Words
from locator.geo.contents import holds_what_its_name_says

if TYPE_CHECKING:
    from pathlib import Path

VECTOR_FILES = (".geojson", ".json", ".gpkg", ".parquet")
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
        if not holds_what_its_name_says(path):
            raise LocatorError(_not_as_named(path))
        layers = pyogrio.list_layers(path)[:, 0].tolist()
        if len(layers) > 1:
            raise LocatorError(_several(path, ", ".join(map(str, layers))))
        return pyogrio.read_dataframe(path)
    except (pyogrio.errors.DataSourceError, OSError, ImportError, ValueError) as error:
        text = " ".join(str(error).split())[:120]
        raise LocatorError(
            Words(f"{path}：无法读取（{text}）", f"{path}: can't be read ({text})")
        ) from error


def _not_as_named(path: Path) -> Words:
    return Words(
        f"{path}：无法读取：内容与扩展名 {path.suffix} 不符",
        f"{path}: can't be read: its content isn't what {path.suffix} files hold",
    )


def _several(path: Path, layers: str) -> Words:
    return Words(
        f"{path}：有多个图层（{layers}），请只保留需要的一个",
        f"{path}: has several layers ({layers}); leave the one that is meant",
    )
