/* A layer of a map that draws itself on one canvas, anew after each move. */
"use strict";

(function (planner) {
  const L = window.L;

  /*
   * `draw(context, view)` draws in layer points, which only a pan changes by the same for all:
   * view.place(unitX, unitY) gives them; view.bounds is what is to be drawn, view.scale the width
   * of the world, in pixels.
   */
  planner.Canvas = L.Renderer.extend({
    initialize(draw, options) {
      L.Renderer.prototype.initialize.call(this, Object.assign({ padding: 0.15 }, options));
      this._draw = draw;
    },
    redraw() {
      if (this._map) this._update();
    },
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const { min } = this._bounds;
      const size = this._bounds.getSize();
      const dots = this.options.coarse ? 1 : window.devicePixelRatio > 1 ? 2 : 1;
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, min);
      canvas.width = size.x * dots;
      canvas.height = size.y * dots;
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
      const context = canvas.getContext("2d");
      context.setTransform(dots, 0, 0, dots, -min.x * dots, -min.y * dots);
      this._draw(context, planner.view(this._map, this._bounds));
      this.fire("drawn");
    },
  });

  planner.view = (map, bounds) => {
    const origin = map.getPixelOrigin();
    const scale = 256 * Math.pow(2, map.getZoom());
    const place = (x, y) => [x * scale - origin.x, y * scale - origin.y];
    return { bounds, origin, scale, zoom: map.getZoom(), place };
  };

  /* Panes, from below: all drawn, none touched: main.js finds what is under a pointer. */
  planner.makePanes = (map) => {
    const panes = { districts: 300, people: 310, areas: 320, gaps: 330, stations: 340, numbers: 350, measure: 640 };
    for (const [name, height] of Object.entries(panes)) {
      const pane = map.createPane(name);
      pane.style.zIndex = height;
      pane.style.pointerEvents = "none";
    }
    const places = map.getPane("places");
    if (places) places.style.zIndex = 345;
  };

  /* The rings of polygons as a path; of GeoJSON's coordinates. */
  planner.tracePolygons = (context, view, polygons) => {
    for (const rings of polygons) {
      for (const ring of rings) {
        ring.forEach(([lon, lat], i) => {
          const [x, y] = view.place(planner.unitX(lon), planner.unitY(lat));
          if (i) context.lineTo(x, y);
          else context.moveTo(x, y);
        });
        context.closePath();
      }
    }
  };

  planner.boxOf = (polygons) => {
    const box = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const rings of polygons) {
      for (const [lon, lat] of rings[0]) {
        box[0] = Math.min(box[0], lon);
        box[1] = Math.min(box[1], lat);
        box[2] = Math.max(box[2], lon);
        box[3] = Math.max(box[3], lat);
      }
    }
    return box;
  };

  /* Even-odd rule over all rings, holes included. */
  planner.isInside = (polygons, lon, lat) => {
    let inside = false;
    for (const rings of polygons) {
      for (const ring of rings) {
        for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
          const [ax, ay] = ring[i];
          const [bx, by] = ring[j];
          if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
        }
      }
    }
    return inside;
  };
})(window.locator.planner);
