/* The bundled basemap on a picture: land, water, borders that are indicative, names. */
"use strict";

(function (locator) {
  const { planner } = locator;
  const COLOURS = {
    sea: "#e6ebe8", land: "#f8faf7", urban: "#ebe6dc", water: "#a9cfe6", border: "#82928b", county: "#b4c0ba", name: "#33443e",
  };
  /* From which zoom level a place's name is drawn, by its rank. */
  const LABELS_FROM = { 1: 7, 2: 9, 3: 11 };
  /* The world's width at the finest zoom level, of which the picture's pixels are half. */
  const LARGEST = 512 * Math.pow(2, 19);
  const ORDER = ["province", "urban", "lake", "river", "county", "prefecture"];

  /*
   * A picture's view: place(unitX, unitY) and spot(lon, lat) give pixels; a box in degrees fits into
   * width and height. `zoom` is that of a map on a screen, of which the picture's pixels are half.
   */
  locator.pictureView = (box, width, height) => {
    const [west, south, east, north] = box;
    const left = planner.unitX(west);
    const top = planner.unitY(north);
    const wide = Math.max(planner.unitX(east) - left, 1e-9);
    const tall = Math.max(planner.unitY(south) - top, 1e-9);
    const scale = Math.min(width / wide, height / tall, LARGEST);
    const place = (x, y) => [
      width / 2 + (x - left - wide / 2) * scale,
      height / 2 + (y - top - tall / 2) * scale,
    ];
    const unitLat = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
    const middle = { x: left + wide / 2, y: top + tall / 2 };
    const half = { x: width / 2 / scale, y: height / 2 / scale };
    const cut = (value, limit) => Math.max(-limit, Math.min(limit, value));
    return {
      bounds: { min: { x: 0, y: 0 }, max: { x: width, y: height } },
      scale,
      place,
      spot: (lon, lat) => place(planner.unitX(lon), planner.unitY(lat)),
      middleLat: unitLat(middle.y),
      zoom: Math.max(0, Math.min(19, Math.floor(Math.log2(scale / 256)) - 1)),
      box: [
        cut((middle.x - half.x) * 360 - 180, 180),
        cut(unitLat(middle.y + half.y), 85),
        cut((middle.x + half.x) * 360 - 180, 180),
        cut(unitLat(middle.y - half.y), 85),
      ],
    };
  };

  function traceLine(context, view, points) {
    points.forEach(([lon, lat], i) => {
      const [x, y] = view.spot(lon, lat);
      if (i) context.lineTo(x, y);
      else context.moveTo(x, y);
    });
  }

  function trace(context, view, geometry) {
    const { type, coordinates } = geometry;
    const many = type.startsWith("Multi") ? coordinates : [coordinates];
    context.beginPath();
    for (const part of many) {
      const lines = type.endsWith("Polygon") ? part : [part];
      lines.forEach((line) => traceLine(context, view, line));
    }
  }

  function drawShape(context, view, feature) {
    const line = (colour, width, dash) => {
      context.setLineDash(dash || []);
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke();
    };
    const area = (colour) => {
      context.fillStyle = colour;
      context.fill("evenodd");
    };
    const draws = {
      province: () => {
        area(COLOURS.land);
        line(COLOURS.border, 3);
      },
      urban: () => area(COLOURS.urban),
      lake: () => area(COLOURS.water),
      river: () => line(COLOURS.water, 3),
      county: () => line(COLOURS.county, 1.5, [4, 6]),
      prefecture: () => line(COLOURS.border, 2),
    };
    trace(context, view, feature.geometry);
    draws[feature.properties.layer]();
    context.setLineDash([]);
  }

  const overlaps = (one, other) =>
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

  const HERE = [[0, 0]];
  const BESIDE = (wide) => [[0, 32], [0, -32], [0, 58], [0, -58], [wide / 2 + 36, 0], [-wide / 2 - 36, 0]];

  /* The first place with room for a name within the picture, of some so far to the right and down. */
  function roomFor(x, y, wide, high, most, taken, shifts) {
    const boxes = shifts.map(([right, down]) => [
      x + right - wide / 2, y + down - high / 2, x + right + wide / 2, y + down + high / 2,
    ]);
    const isFree = (box) => box[0] > 4 && box[2] < most.x - 4 && !taken.some((other) => overlaps(box, other));
    return boxes.find(isFree);
  }

  /* Tells whether there is room. */
  function drawName(context, view, place, lang, taken, isBeside) {
    const { rank, name_zh, name_en } = place.properties;
    const name = lang === "en" ? name_en : name_zh;
    const spot = view.spot(...place.geometry.coordinates);
    context.font = (rank === 1 ? "700 26px " : "400 22px ") + locator.pictureFont;
    const wide = context.measureText(name).width + 6;
    const box = roomFor(spot[0], spot[1], wide, 28, view.bounds.max, taken, isBeside ? BESIDE(wide) : HERE);
    if (!box) return false;
    taken.push(box);
    const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 5;
    context.lineJoin = "round";
    context.strokeStyle = COLOURS.land;
    context.strokeText(name, x, y);
    context.fillStyle = COLOURS.name;
    context.fillText(name, x, y);
    return true;
  }

  locator.pictureFont = 'system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';

  locator.drawPictureGround = (context, view, collection) => {
    const by = (layer) => collection.features.filter((feature) => feature.properties.layer === layer);
    context.fillStyle = COLOURS.sea;
    context.fillRect(0, 0, view.bounds.max.x, view.bounds.max.y);
    ORDER.forEach((layer) => by(layer).forEach((feature) => drawShape(context, view, feature)));
  };
  /* The names of places where `taken`, boxes in pixels, leaves room: at their spots, then beside. */
  locator.drawPictureNames = (context, view, collection, lang, taken) => {
    collection.features
      .filter(({ properties: { layer, rank } }) => layer === "place" && view.zoom + 1 >= LABELS_FROM[rank])
      .sort((one, other) => one.properties.rank - other.properties.rank)
      .filter((place) => !drawName(context, view, place, lang, taken, false))
      .forEach((place) => drawName(context, view, place, lang, taken, true));
  };
})(window.locator);
