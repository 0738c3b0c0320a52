/* People, drawn by the pixel from a raster of cells of equal area; coarser cells when far out. */
"use strict";

(function (planner) {
  const BLOCK_PX = 64;
  const LEAST_CELL_PX = 3;
  const PER_DEGREE = 1e5;

  function bytes(text) {
    const raw = window.atob(text);
    const found = new window.Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i += 1) found[i] = raw.charCodeAt(i);
    return found;
  }

  /* Both rasters at full fineness: all people, and those not covered. */
  function unpack(data) {
    const present = bytes(data.present);
    const codes = bytes(data.codes);
    const lacking = bytes(data.unserved);
    const all = new window.Float32Array(data.columns * data.rows);
    const unserved = new window.Float32Array(all.length);
    let next = 0;
    for (let cell = 0; cell < all.length; cell += 1) {
      if (!((present[cell >> 3] >> (7 - (cell & 7))) & 1)) continue;
      all[cell] = data.weights[codes[next]];
      unserved[cell] = (all[cell] * lacking[next]) / 255;
      next += 1;
    }
    return { columns: data.columns, rows: data.rows, side: 1, all, unserved };
  }

  /* The same with cells joined two by two. */
  function halved(fine) {
    const columns = Math.ceil(fine.columns / 2);
    const rows = Math.ceil(fine.rows / 2);
    const coarse = { columns, rows, side: fine.side * 2 };
    for (const name of ["all", "unserved"]) {
      coarse[name] = new window.Float32Array(columns * rows);
      fine[name].forEach((value, cell) => {
        const row = Math.floor(cell / fine.columns);
        coarse[name][(row >> 1) * columns + ((cell - row * fine.columns) >> 1)] += value;
      });
    }
    return coarse;
  }

  function rgba(colour) {
    const part = (at) => window.parseInt(colour.slice(at, at + 2), 16);
    /* Pixels are little-endian: alpha, blue, green, red. */
    return ((235 << 24) | (part(5) << 16) | (part(3) << 8) | part(1)) >>> 0;
  }

  planner.Demand = class {
    constructor(data) {
      this.data = data.demand;
      this.shift = data.shift;
      this.colours = { unserved: data.colours.unserved, all: data.colours.all };
      this.which = "none";
      this.levels = [];
      this.layer = new planner.Canvas((context, view) => this.draw(context, view), {
        pane: "people",
        coarse: true,
      });
    }

    level(view) {
      const { lon, columns } = this.data;
      const cellPx = ((planner.unitX(lon[1]) - planner.unitX(lon[0])) * view.scale) / columns;
      if (!this.levels.length) this.levels.push(unpack(this.data));
      let at = 0;
      while (cellPx * Math.pow(2, at) < LEAST_CELL_PX && at < 8) {
        at += 1;
        if (!this.levels[at]) this.levels[at] = halved(this.levels[at - 1]);
      }
      return this.levels[at];
    }

    /* Each cell's class, 0 for nobody. */
    classes(level) {
      const key = "classes_" + this.which;
      if (level[key]) return level[key];
      const km2 = this.data.km2 * level.side * level.side;
      const found = new window.Uint8Array(level.columns * level.rows);
      level[this.which].forEach((people, cell) => {
        if (people <= 0) return;
        let step = 1;
        for (const end of this.data.steps) if (people / km2 > end) step += 1;
        found[cell] = step;
      });
      level[key] = found;
      return found;
    }

    draw(context, view) {
      if (this.which === "none") return;
      const { min } = view.bounds;
      const size = view.bounds.getSize();
      const level = this.level(view);
      const classes = this.classes(level);
      const tones = [0].concat(this.colours[this.which].slice(-1 - this.data.steps.length).map(rgba));
      const image = context.createImageData(size.x, size.y);
      const pixels = new window.Uint32Array(image.data.buffer);
      /* Without a shift one block is all; with one it is near enough the same over a small block. */
      const block = this.shift ? BLOCK_PX : Math.max(size.x, size.y);
      for (let top = 0; top < size.y; top += block) {
        for (let left = 0; left < size.x; left += block) {
          const part = { left, top, right: Math.min(left + block, size.x), bottom: Math.min(top + block, size.y) };
          const off = this.offset(view, min.x + left + block / 2, min.y + top + block / 2);
          const columns = this.columnsOf(view, level, min.x - off[0], part);
          const rows = this.rowsOf(view, level, min.y - off[1], part);
          for (let y = part.top; y < part.bottom; y += 1) {
            const row = rows[y - part.top];
            if (row < 0) continue;
            for (let x = part.left; x < part.right; x += 1) {
              const column = columns[x - part.left];
              if (column >= 0) pixels[y * size.x + x] = tones[classes[row * level.columns + column]];
            }
          }
        }
      }
      context.putImageData(image, 0, 0);
    }

    /* The column that each pixel of a part lies in, or -1. */
    columnsOf(view, level, from, part) {
      const { lon, columns } = this.data;
      const west = view.place(planner.unitX(lon[0]), 0)[0];
      const width = ((planner.unitX(lon[1]) - planner.unitX(lon[0])) * view.scale) / columns;
      const found = new window.Int32Array(part.right - part.left).fill(-1);
      for (let x = part.left; x < part.right; x += 1) {
        const column = Math.floor((from + x + 0.5 - west) / width);
        if (column >= 0 && column < columns) found[x - part.left] = Math.floor(column / level.side);
      }
      return found;
    }

    /* The row, southernmost 0, that each pixel of a part lies in, or -1. */
    rowsOf(view, level, from, part) {
      const { lat, rows } = this.data;
      const found = new window.Int32Array(part.bottom - part.top).fill(-1);
      let edge = view.place(0, planner.unitY(lat[0]))[1];
      for (let row = 0; row < rows; row += 1) {
        const next = view.place(0, planner.unitY(lat[row + 1]))[1];
        const first = Math.max(part.top, Math.ceil(next - from - 0.5));
        const last = Math.min(part.bottom - 1, Math.ceil(edge - from - 0.5) - 1);
        for (let y = first; y <= last; y += 1) found[y - part.top] = Math.floor(row / level.side);
        edge = next;
      }
      return found;
    }

    /* How far the ground is off about a layer point, in pixels. */
    offset(view, x, y) {
      if (!this.shift) return [0, 0];
      const { west, south, step, columns, lon, lat } = this.shift;
      const at = planner.map.layerPointToLatLng([x, y]);
      const rows = lon.length / columns;
      const clamp = (value, count) => Math.max(0, Math.min(count - 1.000001, value));
      const column = clamp((at.lng - west) / step, columns);
      const row = clamp((at.lat - south) / step, rows);
      const between = (values) => {
        const cell = Math.floor(row) * columns + Math.floor(column);
        const [a, b] = [column % 1, row % 1];
        const low = values[cell] * (1 - a) + values[cell + 1] * a;
        const high = values[cell + columns] * (1 - a) + values[cell + columns + 1] * a;
        return (low * (1 - b) + high * b) / PER_DEGREE;
      };
      const [fromX, fromY] = view.place(planner.unitX(at.lng), planner.unitY(at.lat));
      const [toX, toY] = view.place(planner.unitX(at.lng + between(lon)), planner.unitY(at.lat + between(lat)));
      return [toX - fromX, toY - fromY];
    }
  };
})(window.locator.planner);
