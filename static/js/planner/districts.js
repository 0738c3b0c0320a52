/* Districts by the share of their people that is covered; prefectures as their counties together. */
"use strict";

(function (planner) {
  /* Closer than this a district fills the view: its tint would only mix with what lies upon it. */
  const TINTED_BELOW = 11.5;

  planner.Districts = class {
    constructor(data) {
      this.counties = data.districts.county;
      this.prefectures = data.districts.prefecture;
      this.colours = data.colours;
      this.level = "county";
      this.boxes = this.counties.map((county) => planner.boxOf(county.shape));
      this.layer = new planner.Canvas((context, view) => this.draw(context, view), { pane: "districts" });
    }

    figures(county) {
      return this.level === "prefecture" ? this.prefectures[county.prefecture] : county;
    }

    colour(share) {
      if (share === null) return this.colours.no_share;
      const step = this.colours.share_steps.findIndex((end) => share < end);
      return this.colours.shares[step < 0 ? this.colours.shares.length - 1 : step];
    }

    draw(context, view) {
      if (this.level === "none") return;
      const { min, max } = view.bounds;
      this.counties.forEach((county, i) => {
        const [west, south, east, north] = this.boxes[i];
        const [left, top] = view.place(planner.unitX(west), planner.unitY(north));
        const [right, bottom] = view.place(planner.unitX(east), planner.unitY(south));
        if (right < min.x || left > max.x || bottom < min.y || top > max.y) return;
        context.beginPath();
        planner.tracePolygons(context, view, county.shape);
        if (view.zoom < TINTED_BELOW) {
          context.fillStyle = this.colour(this.figures(county).share);
          context.globalAlpha = 0.75;
          context.fill("evenodd");
          context.globalAlpha = 1;
        }
        context.strokeStyle = this.level === "county" ? "rgba(70, 62, 50, 0.55)" : "rgba(70, 62, 50, 0.15)";
        context.lineWidth = 0.8;
        context.stroke();
      });
    }

    /* The district of a position, or null. */
    hit(lon, lat) {
      if (this.level === "none") return null;
      const found = this.counties.find((county, i) => {
        const [west, south, east, north] = this.boxes[i];
        const near = lon >= west && lon <= east && lat >= south && lat <= north;
        return near && planner.isInside(county.shape, lon, lat);
      });
      return found ? this.figures(found) : null;
    }
  };
})(window.locator.planner);
