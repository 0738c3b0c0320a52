/* Stations on a picture: dots and counts, the areas they serve, a legend and a scale. */
"use strict";

(function (locator) {
  const { planner } = locator;
  const DOT_PX = 13;
  const ROUND = [1, 2, 5];
  const SCALE_PX = 200;
  const EQUATOR_M = 40075016.7;

  function dot(context, x, y, colour, radius) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = 3;
    context.strokeStyle = "#fff";
    context.stroke();
  }

  function count(context, x, y, number) {
    context.beginPath();
    context.arc(x, y, 20 + Math.min(20, 2.2 * Math.log2(number)), 0, 2 * Math.PI);
    context.fillStyle = "#0b5d4f";
    context.fill();
    context.lineWidth = 5;
    context.strokeStyle = "#bfe0d7";
    context.stroke();
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
    context.fillStyle = "#0b7d68";
    context.globalAlpha = 0.28;
    context.fill();
    context.globalAlpha = 1;
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

  /* The kinds that stand by themselves on the picture. */
  locator.drawPictureLegend = (context, marks, names) => {
    const shown = locator.data.kinds.filter((kind) => marks.stations.some((row) => row[2] === kind.key));
    if (!shown.length) return;
    context.font = "500 24px " + locator.pictureFont;
    const wide = Math.max(...shown.map((kind) => context.measureText(names[kind.key]).width)) + 76;
    context.fillStyle = "rgba(255, 255, 255, 0.9)";
    context.fillRect(16, 16, wide, 20 + 40 * shown.length);
    context.textAlign = "left";
    context.textBaseline = "middle";
    shown.forEach((kind, i) => {
      const y = 46 + 40 * i;
      dot(context, 44, y, kind.colour, 11);
      context.fillStyle = "#10201c";
      context.fillText(names[kind.key], 68, y);
    });
  };

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
  };
})(window.locator);
