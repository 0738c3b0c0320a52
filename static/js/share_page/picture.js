/* The picture of a map, drawn here: title, map, what the law and the sources want said, QR code. */
"use strict";

(function (locator) {
  const WIDTH = 1080;
  const MAP_HEIGHT = 810;
  const EDGE = 32;
  const QR_SIDE = 260;
  const TITLE = { font: "700 40px ", line: 54 };
  const CREDIT = { font: "400 22px ", line: 32 };

  /* A text in lines no wider than the picture; Chinese breaks anywhere, as do words that are too long. */
  function wrap(context, text, width) {
    const parts = text.match(/[\u2E80-\u9FFF\uFF00-\uFFEF]|[^\s\u2E80-\u9FFF\uFF00-\uFFEF]+\s*|\s+/g) || [];
    const lines = [""];
    const fits = (part) => context.measureText(part).width <= width;
    for (const part of parts.reduce((all, one) => all.concat(fits(one) ? one : Array.from(one)), [])) {
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
    locator.drawPictureMarks(context, view, marks);
    const scale = locator.drawPictureScale(context, view, WIDTH, MAP_HEIGHT);
    const taken = locator.pictureMarkBoxes(view, marks).concat([scale]);
    locator.drawPictureNames(context, view, ground, chosen.lang, taken);
    context.restore();
  }

  /* The parts below each other: their contents, and where each begins. */
  function layAll(context, chosen, marks) {
    const wide = WIDTH - 2 * EDGE;
    const title = lay(context, TITLE, chosen.title, wide);
    const legend = locator.layPictureLegend(context, marks, chosen, wide);
    const credit = lay(context, CREDIT, chosen.credits.join(" · "), wide);
    const mapTop = title.height + EDGE;
    const legendTop = mapTop + MAP_HEIGHT + EDGE / 2;
    const creditTop = legendTop + legend.height + (legend.height ? EDGE / 4 : 0);
    return { title, legend, credit, mapTop, legendTop, creditTop, codeTop: creditTop + credit.height + EDGE / 2 };
  }

  function writeCode(context, chosen, code, top) {
    drawCode(context, code, EDGE, top);
    const scan = lay(context, TITLE, chosen.scan, WIDTH - QR_SIDE - 3 * EDGE);
    write(context, scan, QR_SIDE + 2 * EDGE, top + (QR_SIDE - scan.height) / 2, "#10201c");
  }

  function compose(chosen, code, view, loaded) {
    const canvas = locator.make("canvas", { width: WIDTH, height: 1 });
    const context = canvas.getContext("2d");
    const laid = layAll(context, chosen, loaded[1]);
    canvas.height = laid.codeTop + (code ? QR_SIDE + EDGE : 0);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, WIDTH, canvas.height);
    write(context, laid.title, EDGE, EDGE / 2, "#10201c");
    context.translate(0, laid.mapTop);
    drawMap(context, view, chosen, loaded);
    context.translate(0, -laid.mapTop);
    laid.legend.drawAt(EDGE, laid.legendTop);
    write(context, laid.credit, EDGE, laid.creditTop, "#485a54");
    if (code) writeCode(context, chosen, code, laid.codeTop);
    return canvas;
  }

  /* A canvas with the picture; `code` is the SVG of the QR code, or null. */
  locator.drawPicture = (chosen, code) => {
    const view = locator.pictureView(chosen.box, WIDTH, MAP_HEIGHT);
    return load(chosen, view).then((loaded) => compose(chosen, code, view, loaded));
  };
})(window.locator);
