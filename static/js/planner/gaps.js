/* Gaps: their cells outlined, their ranks as numbers; the list beside the map leads to them. */
"use strict";

(function (planner) {
  const BADGE_PX = 11;
  const TOUCH_PX = 16;

  planner.Gaps = class {
    constructor(data) {
      this.gaps = data.gaps;
      this.colours = data.colours;
      this.selected = -1;
      this.isShown = true;
      this.boxes = this.gaps.map((gap) => planner.boxOf(gap.shape));
      this.layer = new planner.Canvas((context, view) => this.drawShapes(context, view), { pane: "gaps" });
      this.numbers = new planner.Canvas((context, view) => this.drawNumbers(context, view), { pane: "numbers" });
    }

    redraw() {
      this.layer.redraw();
      this.numbers.redraw();
    }

    drawShapes(context, view) {
      const { min, max } = view.bounds;
      this.gaps.forEach((gap, i) => {
        const [west, south, east, north] = this.boxes[i];
        const [left, top] = view.place(planner.unitX(west), planner.unitY(north));
        const [right, bottom] = view.place(planner.unitX(east), planner.unitY(south));
        if (right < min.x || left > max.x || bottom < min.y || top > max.y) return;
        context.beginPath();
        planner.tracePolygons(context, view, gap.shape);
        context.fillStyle = i === this.selected ? "rgba(0, 0, 0, 0.28)" : "rgba(0, 0, 0, 0.12)";
        context.fill("evenodd");
        context.strokeStyle = this.colours.gap;
        context.lineWidth = i === this.selected ? 3 : 1.5;
        context.stroke();
      });
    }

    /* Where numbers are drawn: one that would cover a higher rank's is left out. */
    badges(view) {
      const found = [];
      const order = this.gaps.map((gap, i) => i);
      if (this.selected >= 0) order.unshift(this.selected);
      for (const i of order) {
        const [lon, lat] = this.gaps[i].spot;
        const [x, y] = view.place(planner.unitX(lon), planner.unitY(lat));
        const room = 2 * BADGE_PX + 1;
        if (found.every((one) => Math.abs(one.x - x) >= room || Math.abs(one.y - y) >= room)) {
          found.push({ gap: i, x, y });
        }
      }
      return found;
    }

    drawNumbers(context, view) {
      context.font = "700 11px system-ui, sans-serif";
      context.textAlign = "center";
      context.textBaseline = "middle";
      for (const { gap, x, y } of this.badges(view).reverse()) {
        const text = String(this.gaps[gap].rank);
        const wide = BADGE_PX + Math.max(0, text.length - 2) * 3.5;
        context.beginPath();
        context.ellipse(x, y, wide, BADGE_PX, 0, 0, 2 * Math.PI);
        context.fillStyle = gap === this.selected ? this.colours.gap_ink : this.colours.gap;
        context.fill();
        context.lineWidth = 2;
        context.strokeStyle = gap === this.selected ? this.colours.gap : this.colours.gap_ink;
        context.stroke();
        context.fillStyle = context.strokeStyle;
        context.fillText(text, x, y + 0.5);
      }
    }

    /* The gap whose number or cells lie under a pointer, or -1. */
    hit(view, point, lon, lat) {
      if (!this.isShown) return -1;
      const badge = this.badges(view).find((one) => Math.hypot(one.x - point.x, one.y - point.y) <= TOUCH_PX);
      if (badge) return badge.gap;
      return this.gaps.findIndex((gap, i) => {
        const [west, south, east, north] = this.boxes[i];
        const near = lon >= west && lon <= east && lat >= south && lat <= north;
        return near && planner.isInside(gap.shape, lon, lat);
      });
    }

    select(gap) {
      this.selected = gap;
      this.redraw();
      document.querySelectorAll("#planner-gap-list button").forEach((button) => {
        if (Number(button.dataset.gap) === gap) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      });
    }
  };
})(window.locator.planner);
