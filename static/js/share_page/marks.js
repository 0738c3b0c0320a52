/* Stations on a picture: dots and counts, the areas they serve, a legend and a scale. */
"use strict";

(function (locator) {
  const { planner } = locator;
  const DOT_PX = 13;
  const ROUND = [1, 2, 5];
  const SCALE_PX = 200;
  const EQUATOR_M = 40075016.7;
  const LEGEND_FONT = "500 24px ";
  const LEGEND_LINE = 40;
  /* As it is drawn, and as it then looks on land. */
  const AREA = { colour: "#0b7d68", tone: 0.28, shown: "#b6d7cf" };

  function dot(context, x, y, colour, radius) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = 3;
    context.strokeStyle = "#fff";
    context.stroke();
  }

  function ring(context, x, y, radius, edge) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = "#0b5d4f";
    context.fill();
    context.lineWidth = edge;
    context.strokeStyle = "#bfe0d7";
    context.stroke();
  }

  const countRadius = (number) => 20 + Math.min(20, 2.2 * Math.log2(number));

  function count(context, x, y, number) {
    ring(context, x, y, countRadius(number), 5);
    context.fillStyle = "#fff";
    context.font = "600 24px " + locator.pictureFont;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(number > 999 ? Math.round(number / 100) / 10 + "k" : String(number), x, y + 1);
  }

  locator.drawPictureAreas = (context, view, areas) => {
    context.beginPath();
    for (const [lon, lat] of areas.centres) {
      planner.traceCircle(context, view, planner.unitX(lon), lat, areas.radius_m);
    }
    context.fillStyle = AREA.colour;
    context.globalAlpha = AREA.tone;
    context.fill();
    context.globalAlpha = 1;
  };

  /* The boxes that the marks take, in pixels: left, top, right, bottom. */
  locator.pictureMarkBoxes = (view, marks) => {
    const around = ([lon, lat], radius) => {
      const [x, y] = view.spot(lon, lat);
      return [x - radius, y - radius, x + radius, y + radius];
    };
    return marks.stations
      .map((row) => around(row, DOT_PX + 2))
      .concat(marks.clusters.map((row) => around(row, countRadius(row[2]) + 3)));
  };

  locator.drawPictureMarks = (context, view, marks) => {
    for (const [lon, lat, kind] of marks.stations) {
      const [x, y] = view.spot(lon, lat);
      dot(context, x, y, locator.kinds[kind].colour, DOT_PX);
    }
    for (const [lon, lat, number] of marks.clusters) {
      const [x, y] = view.spot(lon, lat);
      count(context, x, y, number);
    }
  };

  /* A legend's row: how its sign is drawn, and what it means. */
  function legendRows(context, marks, chosen) {
    const alone = locator.data.kinds.filter((kind) => marks.stations.some((row) => row[2] === kind.key));
    const found = alone.map((kind) => [(x, y) => dot(context, x, y, kind.colour, 11), chosen.kind_names[kind.key]]);
    if (marks.clusters.length) found.push([(x, y) => ring(context, x, y, 12, 4), chosen.counted]);
    if (chosen.area) {
      const area = (x, y) => {
        context.fillStyle = AREA.shown;
        context.fillRect(x - 14, y - 11, 28, 22);
      };
      found.push([area, chosen.area]);
    }
    return found;
  }

  /* What the signs on the picture mean, in rows below the map, where they hide nothing: the rows'
     height, and what draws them. */
  locator.layPictureLegend = (context, marks, chosen, width) => {
    context.font = LEGEND_FONT + locator.pictureFont;
    const entries = [];
    let [right, row] = [0, 0];
    for (const [draw, text] of legendRows(context, marks, chosen)) {
      const wide = context.measureText(text).width + 76;
      if (right && right + wide > width) [right, row] = [0, row + 1];
      entries.push({ draw, text, x: right, y: (row + 0.5) * LEGEND_LINE });
      right += wide;
    }
    const drawAt = (left, top) => {
      for (const { draw, text, x, y } of entries) {
        draw(left + x + 14, top + y);
        context.font = LEGEND_FONT + locator.pictureFont;
        context.textAlign = "left";
        context.textBaseline = "middle";
        context.fillStyle = "#10201c";
        context.fillText(text, left + x + 38, top + y);
      }
    };
    return { height: entries.length ? (row + 1) * LEGEND_LINE : 0, drawAt };
  };

  /* Returns the box that it takes. */
  locator.drawPictureScale = (context, view, width, height) => {
    const metre = view.scale / (EQUATOR_M * Math.cos((view.middleLat * Math.PI) / 180));
    const most = SCALE_PX / metre;
    const ten = Math.pow(10, Math.floor(Math.log10(most)));
    const long = Math.max(...ROUND.map((n) => n * ten).filter((n) => n <= most));
    const x = width - 24 - long * metre;
    const y = height - 24;
    context.lineWidth = 3;
    context.strokeStyle = "#10201c";
    context.beginPath();
    context.moveTo(x, y - 10);
    context.lineTo(x, y);
    context.lineTo(x + long * metre, y);
    context.lineTo(x + long * metre, y - 10);
    context.stroke();
    context.fillStyle = "#10201c";
    context.font = "400 22px " + locator.pictureFont;
    context.textAlign = "center";
    context.textBaseline = "bottom";
    context.fillText(locator.distance(long), x + (long * metre) / 2, y - 12);
    return [x - 16, y - 40, width, height];
  };
})(window.locator);
