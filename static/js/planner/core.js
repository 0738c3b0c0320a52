/* The planner's map: its namespace, its words and numbers, and how elements are made. */
"use strict";

window.locator = window.locator || {};

(function (locator) {
  const planner = {};
  locator.planner = planner;

  planner.read = () => JSON.parse(document.getElementById("planner-data").textContent);

  /* Words of the page's language, their {braces} filled in. */
  planner.word = (key, values) => {
    const text = planner.data.words[key];
    if (text === undefined) throw new Error("no words for " + key);
    return text.replace(/\{(\w+)\}/g, (whole, name) =>
      values && name in values ? String(values[name]) : whole
    );
  };

  /* In groups of three digits; parts of one are told below a thousand. */
  planner.number = (value) => {
    if (value === Math.round(value) || Math.abs(value) >= 1000) {
      return Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ",");
    }
    return Math.abs(value) < 1 ? String(Number(value.toPrecision(3))) : value.toFixed(2);
  };
  planner.people = (value) => planner.word("people", { n: planner.number(value) });

  /* What is not all or nothing is never told as if it were. */
  planner.percent = (share) => {
    const text = (share * 100).toFixed(1);
    if (text === "100.0" && share < 1) return ">99.9%";
    return (text === "0.0" && share > 0 ? "<0.1" : text) + "%";
  };

  /* Whole metres below a kilometre, then kilometres. */
  planner.distance = (metres) => {
    if (metres < 999.5) return planner.word("metres", { n: Math.round(metres) });
    const km = metres / 1000;
    return planner.word("kilometres", { n: km.toFixed(km < 9.95 ? 1 : 0) });
  };

  /* An element with attributes and children. Text becomes text, never markup. */
  planner.make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  /* A position in Leaflet's order. Nothing else in these scripts flips it. */
  planner.latLng = (lon, lat) => window.L.latLng(lat, lon);

  /* Web Mercator on a square of side 1, as Leaflet's tiles have it. */
  planner.unitX = (lon) => (lon + 180) / 360;
  planner.unitY = (lat) => {
    const sine = Math.sin((Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180);
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  };

  planner.isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
})(window.locator);
