"""The page for publishers: choosing on a live preview; code, link, QR code and pictures."""

import base64
import io

import pytest

from tests.browser.conftest import HOSTILE
from tests.browser.framing import hosting
from tests.browser.test_access import violations
from tests.waiting import until

PREVIEW = "document.getElementById('preview').contentWindow"
# Canvases keep what is written on them.
SPEAKING = (
    "() => { window.written = []; const old = CanvasRenderingContext2D.prototype.fillText;"
    "CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {"
    " window.written.push(text); return old.call(this, text, ...rest); }; }"
)
READY = f"{PREVIEW}.locator && {PREVIEW}.locator.map && {PREVIEW}.locator.isWatched"


@pytest.fixture
def opened(open_page, small_site):
    page = open_page(f"{small_site}/share?lon=113.61&lat=34.71&zoom=14", "desk")
    until(page, READY)
    return page


def value(page, name):
    return page.evaluate(f"document.getElementById('{name}').value")


def test_choices_are_previewed_and_written(opened, small_site):
    opened.fill('[name="title"]', 'A "b" <i>')
    opened.check('input[value="rider_home"]')
    opened.select_option('[name="theme"]', "dark")
    opened.select_option('[name="locate"]', "1")
    until(opened, "document.getElementById('link').value.includes('locate=1')")
    link = value(opened, "link")
    assert link == (
        f"{small_site}/embed?lon=113.61&lat=34.71&zoom=14&kind=rider_home&theme=dark"
        "&title=A%20%22b%22%20%3Ci%3E&locate=1"
    )
    assert link.replace("&", "&amp;") in value(opened, "snippet")
    assert 'loading="lazy" allow="geolocation"' in value(opened, "snippet")
    # The preview before this choice has a heading too.
    chosen = f"{PREVIEW}.document.documentElement.dataset.theme === 'dark'"
    until(opened, f"{PREVIEW}.document.querySelector('h1') && {chosen} && {READY}")
    preview = opened.frames[1]
    assert preview.locator("h1").text_content() == 'A "b" <i>'
    assert preview.get_attribute("html", "data-theme") == "dark"
    assert "theme=dark" in opened.evaluate("location.search")


def test_where_the_preview_is_moved_to_the_map_begins(opened):
    box = opened.locator("#preview").bounding_box()
    opened.mouse.move(box["x"] + 300, box["y"] + 250)
    opened.mouse.down()
    opened.mouse.move(box["x"] + 200, box["y"] + 250, steps=4)
    opened.mouse.up()
    until(opened, "!document.getElementById('link').value.includes('lon=113.61&')")
    centre = opened.evaluate(f"{PREVIEW}.locator.map.getCenter().lng")
    shown = float(value(opened, "link").split("lon=")[1].split("&")[0])
    assert shown == pytest.approx(centre, abs=1e-4)
    assert shown > 113.61
    opened.click("#view-all")
    until(opened, "!document.getElementById('link').value.includes('lon=')")


def test_what_was_typed_last_is_in_what_is_copied(open_page, small_site):
    """From the field straight to the button, sooner than the code is written anew."""
    page = open_page(
        f"{small_site}/share", "desk", permissions=["clipboard-read", "clipboard-write"]
    )
    page.locator('[name="title"]').press_sequentially("Ours")
    page.click('[data-copy="link"]')
    until(page, "!document.getElementById('toast').hidden")
    assert page.evaluate("navigator.clipboard.readText()") == f"{small_site}/embed?title=Ours"
    # The button is a new one; it keeps the focus.
    assert page.evaluate("document.activeElement.dataset.copy") == "link"


def test_what_could_not_be_written_is_not_copied(open_page, small_site):
    page = open_page(
        f"{small_site}/share", "desk", permissions=["clipboard-read", "clipboard-write"]
    )
    open_page.watched.network_may_fail = True
    before = page.evaluate("navigator.clipboard.readText()")
    page.route("**/share?*", lambda route: route.abort())
    page.check('input[value="rider_home"]')
    page.click('[data-copy="link"]')
    until(page, "document.getElementById('toast').textContent.startsWith('没有更新')")
    assert page.evaluate("navigator.clipboard.readText()") == before
    page.unroute("**/share?*")
    page.click('[data-copy="link"]')
    until(page, "document.getElementById('toast').textContent.startsWith('已复制')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{small_site}/embed?kind=rider_home"


MOVE_AND_CHOOSE = """(inside) => {
  const moved = new inside.PointerEvent("pointerdown", { bubbles: true });
  inside.document.body.dispatchEvent(moved);
  inside.locator.map.setView([34.73, 113.65], 15, { animate: false });
  const choose = () => {
    document.querySelector('[value="rider_home"]').click();
    const theme = document.querySelector('[name="theme"]');
    theme.value = "dark";
    theme.dispatchEvent(new Event("change", { bubbles: true }));
  };
  // After the move was taken up, which waits for its centre in WGS 84, and before it is written.
  const { convert, data } = inside.locator;
  return convert([[113.65, 34.73]], data.map.datum, "wgs84").then(choose);
}"""


def test_moved_and_chosen_at_once_both_are_previewed(opened):
    before = opened.evaluate("history.length")
    opened.evaluate(f"({MOVE_AND_CHOOSE})({PREVIEW})")
    root = f"{PREVIEW}.document.documentElement"
    until(opened, f"{root} && {root}.dataset.theme === 'dark' && {READY}")
    assert "lon=113.65&lat=34.73&zoom=15&kind=rider_home" in value(opened, "link")
    centre = opened.evaluate(f"{PREVIEW}.locator.map.getCenter()")
    assert (centre["lng"], centre["lat"]) == pytest.approx((113.65, 34.73), abs=1e-3)
    # "Back" leaves the page, and not one preview after the other.
    assert opened.evaluate("history.length") == before


def test_the_code_works_on_a_page_of_another_origin(open_page, small_site):
    query = "kind=rider_home&title=%22Ours%22%20%3C%2Fiframe%3E%20%26amp%3B%20'it'&locate=1"
    page = open_page(f"{small_site}/share?{query}", "desk")
    snippet = value(page, "snippet")
    with hosting() as host:
        page = open_page(host.put(snippet), "desk")
        frame = page.frames[1]
        frame.wait_for_url(f"{small_site}/embed?**")  # it is loaded lazily
        until(frame, "window.locator && locator.map && document.querySelector('.pin')")
        title = "\"Ours\" </iframe> &amp; 'it'"
        assert frame.locator("h1").text_content() == title
        assert page.get_attribute("iframe", "title") == title
        assert page.get_attribute("iframe", "allow") == "geolocation"
        assert page.locator("body > *:not(script)").count() == 2
        assert set(frame.locator("#rows [data-field=kind]").all_inner_texts()) == {"骑手之家"}


def test_a_refused_clipboard_leaves_the_text_to_copy(open_page, small_site):
    refusing = (
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
        "document.execCommand = () => false;"
    )
    page = open_page(f"{small_site}/share", "desk", init=refusing)
    page.click('[data-copy="snippet"]')
    until(page, "document.querySelector('#toast input')")
    assert page.input_value("#toast input") == value(page, "snippet")


def test_the_code_is_copied(open_page, small_site):
    page = open_page(
        f"{small_site}/share", "desk", permissions=["clipboard-read", "clipboard-write"]
    )
    page.click('[data-copy="snippet"]')
    until(page, "!document.getElementById('toast').hidden")
    assert page.evaluate("navigator.clipboard.readText()") == value(page, "snippet")


def test_without_scripts_there_are_code_link_and_qr_code(open_page, small_site):
    page = open_page(f"{small_site}/share?kind=rider_home", java_script_enabled=False)
    assert "kind=rider_home" in page.locator("#snippet").input_value()
    assert page.locator(".share-qr svg").is_visible()
    assert page.locator("#apply").is_visible()
    assert page.locator("#pictures").is_hidden()


def picture(page, button):
    """The picture that a button makes, as an image."""
    image = pytest.importorskip("PIL.Image")
    page.click(button)
    page.wait_for_selector("#picture img")
    address = page.get_attribute("#picture a", "href")
    assert page.get_attribute("#picture a", "download") == "stations.png"
    made = image.open(io.BytesIO(base64.b64decode(address.split(",")[1])))
    return made.convert("RGB")


def test_the_picture_shows_stations_areas_and_what_must_be_said(open_page, small_site):
    page = open_page(
        f"{small_site}/share?bbox=113.60,34.69,113.65,34.73&kind=driver_home&radius_m=500", "desk"
    )
    drawn = """(title) => {
      const box = JSON.parse(document.getElementById("chosen").textContent).box;
      const view = locator.pictureView(box, 1080, 810);
      return view.spot(113.63, 34.73).concat(view.spot(113.63, 34.7282), view.spot(113.61, 34.70));
    }"""
    page.evaluate(SPEAKING)
    made = picture(page, "#png")
    written = "".join(page.evaluate("window.written"))
    for words in ("附近驿站地图", "示例数据", "未经审图，仅供内部使用", "底图：天地图", "司机之家",
                  "数据日期 20", "距站点 500 米以内"):  # fmt: skip
        assert words in written
    top = 54 + 32
    x, y, x_area, y_area, x_out, y_out = page.evaluate(drawn)
    assert made.width == 1080
    kind = page.evaluate("locator.kinds.driver_home.colour").lstrip("#")
    assert made.getpixel((round(x), round(y + top) + 4)) == tuple(bytes.fromhex(kind))
    red, green, _ = made.getpixel((round(x_area), round(y_area + top)))
    assert green > red
    out = made.getpixel((round(x_out), round(y_out + top)))
    assert abs(out[0] - out[1]) < 12


DRAWN = """
  window.names = [];
  window.marks = [];
  const proto = CanvasRenderingContext2D.prototype;
  const { strokeText, arc } = proto;
  proto.strokeText = function (text, x, y) {
    const wide = this.measureText(text).width;
    window.names.push([x - wide / 2, y - 11, x + wide / 2, y + 11]);
    strokeText.call(this, text, x, y);
  };
  proto.arc = function (x, y, r, ...rest) {
    window.marks.push([x - r, y - r, x + r, y + r]);
    arc.call(this, x, y, r, ...rest);
  };"""


@pytest.mark.parametrize("query", ["", "?lon=113.64&lat=34.75&zoom=12"])
def test_names_on_the_picture_cover_nothing(open_page, site, query):
    """Neither each other nor a mark: of Henan's towns, and of Zhengzhou's districts."""
    page = open_page(f"{site}/share{query}", "desk", init=DRAWN)
    picture(page, "#png")
    names, marks = page.evaluate("[window.names, window.marks]")
    assert len(names) >= 4
    for i, one in enumerate(names):
        for other in (*names[i + 1 :], *marks):
            beside = one[0] >= other[2] or other[0] >= one[2]
            assert beside or one[1] >= other[3] or other[1] >= one[3]


def test_a_long_title_is_written_within_the_picture(open_page, small_site):
    title = "驿站 stations " * 2 + "W" * 55
    page = open_page(f"{small_site}/share?title={title}", "desk", init=f"({SPEAKING})()")
    picture(page, "#png")
    lines = page.evaluate(
        "() => { const context = document.createElement('canvas').getContext('2d');"
        " context.font = '700 40px ' + locator.pictureFont;"
        " const { title } = JSON.parse(document.getElementById('chosen').textContent);"
        " const own = window.written.filter((text) => title.includes(text) && text.length > 1);"
        " return own.map((text) => [text, context.measureText(text).width]); }"
    )
    assert "".join(text for text, _ in lines).replace(" ", "") == title.replace(" ", "")
    assert all(0 < width <= 1080 - 64 for _, width in lines)


def test_a_box_of_no_size_still_has_a_scale(open_page, small_site):
    page = open_page(f"{small_site}/share?bbox=113.63,34.73,113.63,34.73", "desk")
    page.evaluate(SPEAKING)
    picture(page, "#png")
    assert any(text.endswith(" 米") and text != "0 米" for text in page.evaluate("window.written"))


def test_picture_and_code_together(opened):
    zxingcpp = pytest.importorskip("zxingcpp")
    import numpy as np

    made = picture(opened, "#png-qr")
    read = zxingcpp.read_barcodes(np.asarray(made))
    assert [code.text for code in read] == [value(opened, "link")]
    assert made.height > 1000


def test_hostile_values_are_text(open_page, small_site):
    import urllib.parse

    attack = urllib.parse.quote(HOSTILE[1])
    page = open_page(f"{small_site}/share?title={attack}&kind={attack}&ui={attack}", "desk")
    assert page.input_value('[name="title"]') == HOSTILE[1]
    picture(page, "#png")
    assert page.evaluate("window.hacked") is None
    assert page.locator("main script:not([type])").count() == 0


CASES = [(280, "zh", "light"), (390, "en", "dark"), (1280, "zh", "dark"), (1280, "en", "light")]


@pytest.mark.parametrize(("width", "lang", "scheme"), CASES)
def test_it_fits_and_axe_finds_nothing(open_page, small_site, width, lang, scheme):
    page = open_page(f"{small_site}/share?lang={lang}&zoom=3", "desk", color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    until(page, READY)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
