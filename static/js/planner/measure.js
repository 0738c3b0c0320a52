/* Measuring on the map: geodesics of WGS 84 between the points clicked, summed. */
"use strict";

(function (planner) {
  const A = 6378137;
  const F = 1 / 298.257223563;
  const B = A * (1 - F);

  /* Vincenty (1975), the inverse problem: to a millimetre, but not for opposite ends of the Earth. */
  planner.geodesic = (lon1, lat1, lon2, lat2) => {
    const rad = Math.PI / 180;
    const u1 = Math.atan((1 - F) * Math.tan(lat1 * rad));
    const u2 = Math.atan((1 - F) * Math.tan(lat2 * rad));
    const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
    const apart = (lon2 - lon1) * rad;
    let lambda = apart;
    for (let turn = 0; turn < 100; turn += 1) {
      const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
      const sine = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
      if (sine === 0) return 0;
      const cosine = s1 * s2 + c1 * c2 * cl;
      const sigma = Math.atan2(sine, cosine);
      const alpha = (c1 * c2 * sl) / sine;
      const square = 1 - alpha * alpha;
      const middle = square === 0 ? 0 : cosine - (2 * s1 * s2) / square;
      const c = (F / 16) * square * (4 + F * (4 - 3 * square));
      const before = lambda;
      const inner = middle + c * cosine * (2 * middle * middle - 1);
      lambda = apart + (1 - c) * F * alpha * (sigma + c * sine * inner);
      if (Math.abs(lambda - before) < 1e-12) {
        const u = (square * (A * A - B * B)) / (B * B);
        const p = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
        const q = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
        const third = (q / 6) * middle * (4 * sine * sine - 3) * (4 * middle * middle - 3);
        const change = q * sine * (middle + (q / 4) * (cosine * (2 * middle * middle - 1) - third));
        return B * p * (sigma - change);
      }
    }
    return Number.NaN;
  };

  planner.Measure = class {
    constructor(map, output) {
      this.map = map;
      this.output = output;
      this.points = [];
      this.isOn = false;
      this.layer = new planner.Canvas((context, view) => this.draw(context, view), { pane: "measure" });
    }

    turn(isOn) {
      this.isOn = isOn;
      this.points = [];
      this.map.getContainer().classList.toggle("planner-measuring", isOn);
      this.output.hidden = !isOn;
      if (isOn) this.layer.addTo(this.map);
      else this.layer.remove();
      this.tell();
    }

    add(latlng) {
      this.points.push([latlng.lng, latlng.lat]);
      this.tell();
    }

    back() {
      this.points.pop();
      this.tell();
    }

    length() {
      return this.points
        .slice(1)
        .reduce((sum, point, i) => sum + planner.geodesic(...this.points[i], ...point), 0);
    }

    tell() {
      const text = planner.word("measured", { length: planner.distance(this.length()) });
      this.output.textContent = this.points.length > 1 ? text : planner.word("measure_hint");
      this.layer.redraw();
    }

    draw(context, view) {
      const points = this.points.map(([lon, lat]) => view.place(planner.unitX(lon), planner.unitY(lat)));
      for (const [width, colour] of [[5, "#fff"], [2.5, "#d0006f"]]) {
        context.beginPath();
        points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
        context.lineWidth = width;
        context.strokeStyle = colour;
        context.stroke();
      }
      for (const [x, y] of points) {
        context.beginPath();
        context.arc(x, y, 5, 0, 2 * Math.PI);
        context.fillStyle = "#fff";
        context.fill();
        context.stroke();
      }
    }
  };
})(window.locator.planner);
