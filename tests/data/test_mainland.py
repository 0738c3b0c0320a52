import pytest
import shapely

INSIDE = {
    "郑州": (113.65, 34.76), "深圳福田": (114.055, 22.533), "深圳罗湖": (114.125, 22.555),
    "珠海拱北": (113.549, 22.221), "珠海横琴": (113.52, 22.13), "厦门": (118.09, 24.48),
    "海口": (110.33, 20.03), "乌鲁木齐": (87.61, 43.82), "哈尔滨": (126.63, 45.75),
    "漠河": (122.53, 52.97), "拉萨": (91.11, 29.65), "上海": (121.47, 31.23),
}  # fmt: skip
OUTSIDE = {
    "香港上水": (114.128, 22.502), "香港中环": (114.158, 22.281), "落马洲": (114.066, 22.513),
    "澳门": (113.544, 22.198), "氹仔": (113.559, 22.156), "台北": (121.52, 25.04),
    "高雄": (120.31, 22.63), "澎湖": (119.57, 23.57), "Vladivostok": (131.9, 43.12),
    "Hanoi": (105.85, 21.03), "Seoul": (126.98, 37.57), "Ulaanbaatar": (106.9, 47.92),
}  # fmt: skip


@pytest.mark.parametrize("name", INSIDE)
def test_inside(mainland, name):
    assert shapely.contains_xy(mainland, *INSIDE[name])


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside(mainland, name):
    assert not shapely.contains_xy(mainland, *OUTSIDE[name])


def test_is_one_valid_multipolygon_of_bearable_size(mainland, root):
    assert mainland.geom_type == "MultiPolygon"
    assert mainland.is_valid
    assert (root / "data" / "mainland.geojson").stat().st_size < 700_000


def test_border_towards_hong_kong_and_macau_is_the_sources(mainland):
    from tools.build_data.mainland import LAND_BORDERS, _read_provinces

    provinces = _read_provinces()
    for name in LAND_BORDERS:
        common = provinces["广东省"].boundary.intersection(provinces[name])
        ours = mainland.boundary.intersection(common.buffer(0.0003))
        assert common.length > 0.01
        assert shapely.hausdorff_distance(common, ours) < 0.0004
        # What rounding to a metre leaves along some 30 km of border.
        assert provinces[name].intersection(mainland).area < 1e-6
