/* Stations, clustered by zoom over one array and drawn on one canvas; and the areas they serve. */
"use strict";

(function (planner) {
  const CLUSTER_PX = 64;
  /* From this zoom on every station stands by itself. */
  const SINGLE_FROM = 14;
  const DOT_PX = 6;
  const TOUCH_PX = 14;
  const PER_DEGREE = 1e5;

  function unitPlaces(stations) {
    const count = stations.lon.length;
    const x = new window.Float64Array(count);
    const y = new window.Float64Array(count);
    for (let i = 0; i < count; i += 1) {
      x[i] = planner.unitX(stations.lon[i] / PER_DEGREE);
      y[i] = planner.unitY(stations.lat[i] / PER_DEGREE);
    }
    return { x, y };
  }

  planner.Stations = class {
    constructor(data) {
      this.stations = data.stations;
      this.kinds = data.kinds;
      this.radiusM = data.radius_m;
      this.shown = data.kinds.map(() => true);
      this.unit = unitPlaces(data.stations);
      this.marks = {};
      this.layer = new planner.Canvas((context, view) => this.draw(context, view), { pane: "stations" });
      this.areas = new planner.Canvas((context, view) => this.drawAreas(context, view), { pane: "areas" });
      this.areaColour = data.colours.area;
    }

    show(kind, isShown) {
      this.shown[this.kinds.findIndex((one) => one.key === kind)] = isShown;
      this.marks = {};
      this.layer.redraw();
      this.areas.redraw();
    }

    /* Marks at a zoom: where, how many of each kind, and the station if it is one alone. */
    marksAt(zoom) {
      if (!this.marks[zoom]) this.marks[zoom] = zoom < SINGLE_FROM ? this.clusters(zoom) : this.singles();
      return this.marks[zoom];
    }

    singles() {
      const found = [];
      this.stations.kind.forEach((kind, i) => {
        if (this.shown[kind]) found.push({ x: this.unit.x[i], y: this.unit.y[i], count: 1, one: i });
      });
      return found;
    }

    clusters(zoom) {
      const across = (256 * Math.pow(2, zoom)) / CLUSTER_PX;
      const cells = new Map();
      const { x, y } = this.unit;
      for (let i = 0; i < x.length; i += 1) {
        const kind = this.stations.kind[i];
        if (!this.shown[kind]) continue;
        const key = Math.floor(y[i] * across) * 4194304 + Math.floor(x[i] * across);
        let cell = cells.get(key);
        if (!cell) {
          cell = { x: 0, y: 0, count: 0, one: i, kinds: this.kinds.map(() => 0), box: [2, 2, -1, -1] };
          cells.set(key, cell);
        }
        cell.x += x[i];
        cell.y += y[i];
        cell.count += 1;
        cell.kinds[kind] += 1;
        cell.box[0] = Math.min(cell.box[0], x[i]);
        cell.box[1] = Math.min(cell.box[1], y[i]);
        cell.box[2] = Math.max(cell.box[2], x[i]);
        cell.box[3] = Math.max(cell.box[3], y[i]);
      }
      return Array.from(cells.values(), (cell) => {
        cell.x /= cell.count;
        cell.y /= cell.count;
        return cell;
      });
    }

    draw(context, view) {
      const { min, max } = view.bounds;
      for (const mark of this.marksAt(view.zoom)) {
        const [x, y] = view.place(mark.x, mark.y);
        if (x < min.x - 30 || y < min.y - 30 || x > max.x + 30 || y > max.y + 30) continue;
        if (mark.count === 1) this.drawDot(context, x, y, mark.one);
        else this.drawCluster(context, x, y, mark);
      }
      if (!planner.firstDrawn) planner.firstDrawn = window.performance.now();
    }

    /* Filled where it is open, or no time was asked for; a ring where it is closed; half unknown. */
    drawDot(context, x, y, station) {
      const colour = this.kinds[this.stations.kind[station]].colour;
      const state = this.stations.state ? this.stations.state[station] : 2;
      context.beginPath();
      context.arc(x, y, DOT_PX, 0, 2 * Math.PI);
      context.fillStyle = state === 2 ? colour : "#fff";
      context.fill();
      context.lineWidth = state === 2 ? 1.5 : 2.5;
      context.strokeStyle = state === 2 ? "#fff" : colour;
      context.stroke();
      if (state !== 1) return;
      context.beginPath();
      context.arc(x, y, DOT_PX, Math.PI / 2, 1.5 * Math.PI);
      context.fillStyle = colour;
      context.fill();
    }

    /* A ring parted by kinds, and the number within. */
    drawCluster(context, x, y, mark) {
      const size = planner.clusterPx(mark.count);
      context.beginPath();
      context.arc(x, y, size + 1, 0, 2 * Math.PI);
      context.fillStyle = "rgba(255, 255, 255, 0.92)";
      context.fill();
      let start = -Math.PI / 2;
      context.lineWidth = 3;
      mark.kinds.forEach((count, kind) => {
        if (!count) return;
        const end = start + (2 * Math.PI * count) / mark.count;
        context.beginPath();
        context.arc(x, y, size - 1, start, end);
        context.strokeStyle = this.kinds[kind].colour;
        context.stroke();
        start = end;
      });
      context.fillStyle = "#222";
      context.font = "600 10px system-ui, sans-serif";
      context.textAlign = "center";
      context.textBaseline = "middle";
      const text = mark.count > 9999 ? Math.round(mark.count / 1000) + "k" : String(mark.count);
      context.fillText(text, x, y + 0.5);
    }

    /* All circles in one path, filled once: the union of them, of one tone. */
    drawAreas(context, view) {
      const { lon, lat, kind } = this.stations;
      context.beginPath();
      for (let i = 0; i < lon.length; i += 1) {
        if (!this.shown[kind[i]]) continue;
        planner.traceCircle(context, view, this.unit.x[i], lat[i] / PER_DEGREE, this.radiusM);
      }
      context.fillStyle = this.areaColour;
      context.globalAlpha = 0.32;
      context.fill();
      context.globalAlpha = 1;
    }

    /* What is drawn within a finger of a layer point, the nearest first. */
    hit(view, point) {
      const found = [];
      for (const mark of this.marksAt(view.zoom)) {
        const [x, y] = view.place(mark.x, mark.y);
        const away = Math.hypot(x - point.x, y - point.y);
        const reach = mark.count === 1 ? TOUCH_PX : planner.clusterPx(mark.count) + 2;
        if (away <= reach) found.push({ mark, away });
      }
      return found.sort((a, b) => a.away - b.away).map((one) => one.mark);
    }
  };

  planner.clusterPx = (count) => 9 + Math.min(7, 2 * Math.log10(count));
})(window.locator.planner);
