/* Circles on the ellipsoid, as they look on a map. */
"use strict";

(function (planner) {
  const METRES_OF_A_DEGREE = 111132; /* of latitude, on average */

  /* Adds a circle to a path, unless it lies outside of what is drawn. */
  planner.traceCircle = (context, view, unitX, lat, radiusM) => {
    const { min, max } = view.bounds;
    const south = radiusM / METRES_OF_A_DEGREE;
    const [x, top] = view.place(unitX, planner.unitY(lat + south));
    const bottom = view.place(0, planner.unitY(lat - south))[1];
    const tall = (bottom - top) / 2;
    /* On the ellipsoid a degree of longitude is longer than on Mercator's sphere. */
    const wide = tall * (1 - 0.0067 * Math.pow(Math.cos((lat * Math.PI) / 180), 2));
    if (x + wide < min.x || x - wide > max.x || bottom < min.y || top > max.y) return;
    context.moveTo(x + wide, top + tall);
    context.ellipse(x, top + tall, wide, Math.max(tall, 0.5), 0, 0, 2 * Math.PI);
  };
})(window.locator.planner);
