/* What the server answers on /api/v1/stations: marks for a map, counts where they would overlap. */
"use strict";

(function (locator) {
  const { offline } = locator;
  const { count, lon, lat } = offline;
  const MOST_MARKS = 800;
  const SINGLE_FROM_ZOOM = 15;
  const CELLS_PER_TILE = 4;
  const MERCATOR_LAT_DEG = 85.0511287798066;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    const capped = (Math.max(-MERCATOR_LAT_DEG, Math.min(MERCATOR_LAT_DEG, lat[i])) * Math.PI) / 180;
    x[i] = (lon[i] + 180) / 360;
    y[i] = (1 - Math.asinh(Math.tan(capped)) / Math.PI) / 2;
  }

  function inside(box, i) {
    const [west, south, east, north] = box;
    if (lat[i] < south || lat[i] > north) return false;
    return west > east ? lon[i] >= west || lon[i] <= east : lon[i] >= west && lon[i] <= east;
  }

  /* Members by cell, the cells in rows from the north-west. */
  function cells(members, zoom) {
    const side = CELLS_PER_TILE * Math.pow(2, zoom);
    const found = new Map();
    for (const i of members) {
      const key = Math.floor(y[i] * side) * side + Math.floor(x[i] * side);
      if (found.has(key)) found.get(key).push(i);
      else found.set(key, [i]);
    }
    return Array.from(found.entries()).sort((a, b) => a[0] - b[0]);
  }

  const six = (value) => Number(value.toFixed(6));
  const single = (i) => [six(lon[i]), six(lat[i]), offline.property("kind", i), offline.idOf(i), offline.property("name", i)];

  function cluster(members) {
    const mean = (values) => members.reduce((sum, i) => sum + values[i], 0) / members.length;
    return [six(mean(lon)), six(mean(lat)), members.length];
  }

  offline.answers.view = (parameters) => {
    const box = parameters.bbox.split(",").map(Number);
    const members = offline.members(parameters, (i) => inside(box, i));
    let zoom = Math.min(Number(parameters.zoom), SINGLE_FROM_ZOOM);
    if (Number(parameters.zoom) >= SINGLE_FROM_ZOOM && members.length <= MOST_MARKS) {
      return { total: members.length, clusters: [], stations: members.map(single) };
    }
    let found = cells(members, zoom);
    while (found.length > MOST_MARKS) {
      zoom -= 1;
      found = cells(members, zoom);
    }
    const alone = found.filter((cell) => cell[1].length === 1).map((cell) => cell[1][0]);
    return {
      total: members.length,
      clusters: found.filter((cell) => cell[1].length > 1).map((cell) => cluster(cell[1])),
      stations: alone.sort((a, b) => a - b).map(single),
    };
  };
})(window.locator);
