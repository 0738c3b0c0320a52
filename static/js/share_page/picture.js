/* The picture of a map, drawn here: title, map, what the law and the sources want said, QR code. */
"use strict";

(function (locator) {
  const WIDTH = 1080;
  const MAP_HEIGHT = 810;
  const EDGE = 32;
  const QR_SIDE = 260;
  const TITLE = { font: "700 40px ", line: 54 };
  const CREDIT = { font: "400 22px ", line: 32 };

  /* A text in lines no wider than the picture; Chinese breaks anywhere, other words between. */
  function wrap(context, text, width) {
    const parts = text.match(/[\u2E80-\u9FFF\uFF00-\uFFEF]|[^\s\u2E80-\u9FFF\uFF00-\uFFEF]+\s*|\s+/g) || [];
    const lines = [""];
    for (const part of parts) {
      const longer = lines[lines.length - 1] + part;
      if (context.measureText(longer).width > width && lines[lines.length - 1]) lines.push(part.trimStart());
      else lines[lines.length - 1] = longer;
    }
    return lines;
  }

  function lay(context, style, text, width) {
    context.font = style.font + locator.pictureFont;
    const lines = wrap(context, text, width);
    return { style, lines, height: lines.length * style.line };
  }

  function write(context, block, x, y, colour) {
    context.font = block.style.font + locator.pictureFont;
    context.fillStyle = colour;
    context.textAlign = "left";
    context.textBaseline = "middle";
    block.lines.forEach((line, i) => context.fillText(line, x, y + block.style.line * (i + 0.5)));
  }

  /* The code as the page has it, cell by cell. */
  function drawCode(context, code, x, y) {
    const cells = Number(code.getAttribute("viewBox").split(" ")[2]);
    context.save();
    context.translate(x, y);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, QR_SIDE, QR_SIDE);
    context.scale(QR_SIDE / cells, QR_SIDE / cells);
    context.fillStyle = "#000";
    context.fill(new window.Path2D(code.querySelector("path").getAttribute("d")));
    context.restore();
  }

  function load(chosen, view) {
    const box = view.box.map((degrees) => degrees.toFixed(4)).join(",");
    const { kind, service, open } = chosen;
    const asked = { bbox: box, zoom: view.zoom, kind, service, open };
    const radius = { radius_m: chosen.radius_m };
    return Promise.all([
      fetch(chosen.basemap, { credentials: "omit" }).then((answer) => answer.json()),
      locator.askOnce("/api/v1/stations", asked),
      chosen.radius_m ? locator.askOnce("/api/v1/areas", Object.assign(radius, asked)) : null,
    ]);
  }

  function drawMap(context, view, chosen, [ground, marks, areas]) {
    context.save();
    context.beginPath();
    context.rect(0, 0, WIDTH, MAP_HEIGHT);
    context.clip();
    locator.drawPictureGround(context, view, ground);
    if (areas) locator.drawPictureAreas(context, view, areas);
    locator.drawPictureNames(context, view, ground);
    locator.drawPictureMarks(context, view, marks);
    locator.drawPictureLegend(context, marks, chosen.kind_names);
    locator.drawPictureScale(context, view, WIDTH, MAP_HEIGHT);
    context.restore();
  }

  function compose(chosen, code, view, loaded) {
    const canvas = locator.make("canvas", { width: WIDTH, height: 1 });
    let context = canvas.getContext("2d");
    const title = lay(context, TITLE, chosen.title, WIDTH - 2 * EDGE);
    const credit = lay(context, CREDIT, chosen.credits.join(" · "), WIDTH - 2 * EDGE);
    const mapTop = title.height + EDGE;
    const creditTop = mapTop + MAP_HEIGHT + EDGE / 2;
    const codeTop = creditTop + credit.height + EDGE / 2;
    canvas.height = codeTop + (code ? QR_SIDE + EDGE : 0);
    context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, WIDTH, canvas.height);
    write(context, title, EDGE, EDGE / 2, "#10201c");
    context.translate(0, mapTop);
    drawMap(context, view, chosen, loaded);
    context.translate(0, -mapTop);
    write(context, credit, EDGE, creditTop, "#485a54");
    if (code) {
      drawCode(context, code, EDGE, codeTop);
      const scan = lay(context, TITLE, chosen.scan, WIDTH - QR_SIDE - 3 * EDGE);
      write(context, scan, QR_SIDE + 2 * EDGE, codeTop + (QR_SIDE - scan.height) / 2, "#10201c");
    }
    return canvas;
  }

  /* A canvas with the picture; `code` is the SVG of the QR code, or null. */
  locator.drawPicture = (chosen, code) => {
    const view = locator.pictureView(chosen.box, WIDTH, MAP_HEIGHT);
    return load(chosen, view).then((loaded) => compose(chosen, code, view, loaded));
  };
})(window.locator);
