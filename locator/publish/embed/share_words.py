"""What the page for publishers says, in both languages."""

from __future__ import annotations

from locator.errors import Words

# In the page's own HTML.
PAGE = {
    "title": Words("把地图放到您的网页上", "Put the map on your page"),
    "about": Words(
        "选好内容和样式，复制代码粘贴到网页里；公众号文章可用图片和二维码。",
        "Choose what it shows, copy the code into your page; for WeChat articles take the picture "
        "and the QR code.",
    ),
    "home": Words("附近驿站", "Rest stations"),
    "other_language": Words("English", "中文"),
    "choices": Words("内容和样式", "What it shows, and how"),
    "preview": Words("预览", "Preview"),
    "preview_help": Words(
        "拖动、缩放预览，地图就从这里开始。", "Move and zoom the preview: there the map begins."
    ),
    "view_all": Words("显示全部站点", "Show all stations"),
    "name": Words("标题", "Title"),
    "name_hint": Words("可不填", "optional"),
    "kinds": Words("类别（不选为全部）", "Kinds (none: all)"),
    "services": Words("须具备的服务", "Services it must offer"),
    "open": Words("开放状态", "Opening"),
    "radius_m": Words("服务范围", "Service areas"),
    "lang": Words("地图语言", "Language of the map"),
    "theme": Words("配色", "Colours"),
    "list": Words("站点列表", "List of stations"),
    "controls": Words("缩放和筛选按钮", "Zoom and filter buttons"),
    "locate": Words("“定位我”按钮", "“Locate me” button"),
    "height": Words("高度（像素）", "Height (pixels)"),
    "apply": Words("更新", "Update"),
    "outcome": Words("代码、链接和图片", "Code, link and pictures"),
    "snippet": Words("嵌入代码", "Code to embed"),
    "snippet_help": Words(
        "粘贴到网页的 HTML 里。WordPress 等直接粘贴下面的链接即可。",
        "Paste it into your page's HTML. WordPress and others take the link below.",
    ),
    "copy_snippet": Words("复制代码", "Copy the code"),
    "link": Words("链接", "Link"),
    "copy_link": Words("复制链接", "Copy the link"),
    "open_link": Words("打开", "Open"),
    "qr": Words("二维码", "QR code"),
    "qr_of": Words("地图链接的二维码", "QR code of the map's link"),
    "pictures": Words("图片", "Pictures"),
    "pictures_help": Words(
        "公众号文章不能嵌入网页：请用图片和二维码。",
        "WeChat articles take no frames: use the picture with the QR code.",
    ),
    "png": Words("生成图片（PNG）", "Make a picture (PNG)"),
    "png_qr": Words("生成图片加二维码（公众号）", "Picture and QR code, for WeChat"),
    "no_script": Words(
        "图片和实时预览需要 JavaScript；代码、链接和二维码不需要，改动后点“更新”。",
        "Pictures and the live preview need JavaScript; code, link and QR code don't: use Update.",
    ),
    "local": Words(
        "这是本机地址，别人打不开。发布前请设置 LOCATOR_BASE_URL。",
        "This address works on this machine only. Set LOCATOR_BASE_URL before you publish.",
    ),
    "plain_http": Words(
        "地图的地址是 http：https 网页会拒绝显示它，也不能定位。请配置 https。",
        "The map's address is http: pages on https refuse to show it, and it can't ask for a "
        "position. Set up https.",
    ),
    "ancestors": Words(
        "只有这些网站可以嵌入此地图：{hosts}", "Only these sites may embed this map: {hosts}"
    ),
    "own_pages": Words("本站", "this site"),
}

# The words of parameters whose values are few.
CHOICES = {
    "open": {
        "any": Words("全部", "All"),
        "possible": Words("不含已知关闭的", "Not those known to be closed"),
        "only": Words("只看确知开放的", "Only those known to be open"),
    },
    "lang": {"zh": Words("中文", "Chinese"), "en": Words("英文", "English")},
    "theme": {
        "auto": Words("随访客系统", "As the visitor's device"),
        "light": Words("浅色", "Light"),
        "dark": Words("深色", "Dark"),
        "contrast": Words("高对比度", "High contrast"),
    },
    "list": {
        "below": Words("在地图下方", "Below the map"),
        "beside": Words("在地图旁", "Beside the map"),
        "none": Words("不显示（供读屏软件）", "Hidden (for screen readers)"),
    },
    "switch": {"1": Words("显示", "Shown"), "0": Words("不显示", "Hidden")},
    "radius_m": {
        "": Words("不显示", "Hidden"),
        "500": Words("500 米", "500 m"),
        "1000": Words("1 公里", "1 km"),
        "2000": Words("2 公里", "2 km"),
        "5000": Words("5 公里", "5 km"),
    },
}

# On the picture, in the map's language.
PICTURE = {
    "scan": Words("扫码打开地图", "Scan to open the map"),
    "counted": Words("多个站点及其数目", "Several stations, and how many"),
    "area": Words("距站点 {radius} 米以内", "Within {radius} m of a station"),
    "date": Words("数据日期 {date}", "Data as of {date}"),
    "offering": Words("仅含提供{services}的站点", "Only stations with {services}"),
    "possible": Words(
        "不含制图时已知关闭的站点", "Without those known to be closed when it was drawn"
    ),
    "only": Words("仅含制图时确知开放的站点", "Only those known to be open when it was drawn"),
}

# In what its scripts make.
SCRIPTS = {
    "copied": Words("已复制", "Copied"),
    "copy_by_hand": Words("请选中并复制", "Select it and copy"),
    "drawing": Words("正在绘制…", "Drawing…"),
    "picture_failed": Words("图片没有画成，请检查网络。", "The picture failed; check the network."),
    "picture_of": Words("地图图片：{title}", "Picture of the map: {title}"),
    "save_picture": Words("保存图片", "Save the picture"),
    "hold_to_save": Words("手机上也可长按图片保存。", "On a phone hold the picture to save it."),
    "update_failed": Words("没有更新，请检查网络。", "Not updated; check the network."),
}
