/* Positions from one datum to another: asked of the server, which has the formulas. */
"use strict";

(function (locator) {
  /* [[lon, lat], …] in and out. */
  locator.convert = (points, from, to) => {
    if (from === to) return Promise.resolve(points);
    const text = points.map((point) => point[0].toFixed(7) + "," + point[1].toFixed(7)).join(";");
    return locator
      .askOnce("/api/v1/convert", { points: text, coordsys: from, to })
      .then((body) => body.points);
  };
})(window.locator);
