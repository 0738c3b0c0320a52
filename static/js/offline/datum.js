/* What the server answers on /api/v1/convert: GCJ-02 and back, for phones whose browser shifts
   positions. Python has checked that the box lies on the mainland as a whole, where GCJ-02 applies;
   beyond it nothing is converted. The formula is that of locator/geo/datum.py. */
"use strict";

(function (locator) {
  const box = locator.given.gcj02_box;
  const SEMI_MAJOR_M = 6378245;
  const E2 = 0.00669342162296594323;
  const ORIGIN = [105, 35];
  const CLOSE_ENOUGH_DEG = 1e-11;
  const MOST_STEPS = 50;
  const RADIANS = Math.PI / 180;

  const waves = (t, ...terms) => {
    let sum = 0;
    for (let n = 0; n < terms.length; n += 2) sum += terms[n] * Math.sin((Math.PI * t) / terms[n + 1]);
    return sum;
  };

  function toGcj([lon, lat]) {
    const x = lon - ORIGIN[0];
    const y = lat - ORIGIN[1];
    const ripple = 20 * Math.sin(6 * Math.PI * x) + 20 * Math.sin(2 * Math.PI * x);
    const root = Math.sqrt(Math.abs(x));
    const north =
      -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root +
      ((ripple + waves(y, 20, 1, 40, 3, 160, 12, 320, 30)) * 2) / 3;
    const east =
      300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root +
      ((ripple + waves(x, 20, 1, 40, 3, 150, 12, 300, 30)) * 2) / 3;
    const w2 = 1 - E2 * Math.sin(lat * RADIANS) * Math.sin(lat * RADIANS);
    const perLon = (SEMI_MAJOR_M / Math.sqrt(w2)) * Math.cos(lat * RADIANS) * RADIANS;
    const perLat = ((SEMI_MAJOR_M * (1 - E2)) / Math.pow(w2, 1.5)) * RADIANS;
    return [lon + east / perLon, lat + north / perLat];
  }

  function fromGcj(moved) {
    let here = moved;
    for (let n = 0; n < MOST_STEPS; n += 1) {
      const there = toGcj(here);
      const step = [moved[0] - there[0], moved[1] - there[1]];
      here = [here[0] + step[0], here[1] + step[1]];
      if (Math.max(Math.abs(step[0]), Math.abs(step[1])) <= CLOSE_ENOUGH_DEG) break;
    }
    return here;
  }

  const isInside = ([lon, lat]) => box && lon >= box[0] && lon <= box[2] && lat >= box[1] && lat <= box[3];
  const seven = (point) => point.map((value) => Number(value.toFixed(7)));

  /* Throws where the outline would have to decide. */
  locator.offline.answers.convert = (parameters) => {
    const points = parameters.points.split(";").map((pair) => pair.split(",").map(Number));
    const { coordsys, to } = parameters;
    if (coordsys === to) return { points: points.map(seven) };
    if (!points.every(isInside)) throw new Error("outside of the box");
    const how = { "wgs84 gcj02": toGcj, "gcj02 wgs84": fromGcj }[coordsys + " " + to];
    if (!how) throw new Error(coordsys + " to " + to);
    return { points: points.map((point) => seven(how(point))) };
  };
})(window.locator);
