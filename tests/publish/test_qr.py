"""QR codes, read back by another library."""

import re

import pytest

from locator.publish.qr import qr_svg


def test_a_code_is_read_back_by_another_library():
    zxingcpp = pytest.importorskip("zxingcpp")
    import numpy as np

    address = "https://example.org/stations/" + "a-very.long_ID" * 4
    svg = qr_svg(address, "")
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    picture = np.full((side, side), 255, np.uint8)
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        picture[int(y), int(x) : int(x) + int(run)] = 0
    picture = np.kron(picture, np.ones((4, 4), np.uint8))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [address]
