/* The stations out of their columns, see locator/publish/site/columns.py: the same features as the
   server answers with. */
"use strict";

(function (locator) {
  const FIRST_CODE = 35;
  const SCALE = 1000000;
  const given = locator.given.stations;
  const count = given.count;
  const services = locator.data.services.map((service) => service.key);
  const columns = {};
  const orders = new Map(given.service_order);
  const led = new Map(given.moved.of.map((position, row) => [position, row]));
  const lon = degrees(given.lon);
  const lat = degrees(given.lat);
  const idOf = unfolded(given.id);
  let byId = null;

  /* Texts that share their beginnings with the one before, taken apart when first asked for. */
  function unfolded(coded) {
    let texts = null;
    const unfold = () => {
      let before = "";
      return coded.split("\n").map((text) => {
        before = before.slice(0, text.charCodeAt(0) - FIRST_CODE) + text.slice(1);
        return before;
      });
    };
    return (i) => {
      if (!texts) texts = unfold();
      return texts[i];
    };
  }

  function degrees(column) {
    if (column.list) return Float64Array.from(column.list);
    const found = new Float64Array(count);
    let step = 0;
    column.steps.forEach((more, i) => {
      step += more;
      found[i] = step / SCALE;
    });
    return found;
  }

  /* A property's value by position; null where it is not known. */
  function reader(column) {
    if (!column) return () => null;
    if ("all" in column) return () => column.all;
    if (column.codes) return (i) => column.values[column.codes.charCodeAt(i) - FIRST_CODE];
    if (column.some) {
      const some = new Map(column.some);
      return (i) => (some.has(i) ? some.get(i) : null);
    }
    return column.front ? unfolded(column.front) : (i) => column.list[i];
  }

  Object.keys(given.properties).forEach((name) => {
    columns[name] = reader(given.properties[name]);
  });

  const property = (name, i) => (columns[name] ? columns[name](i) : null);

  function servicesOf(i) {
    const order = orders.get(i);
    if (order) return order.map((n) => services[n]);
    return services.filter((_, n) => (given.services[i] >>> n) & 1);
  }

  /* As Python's quote: letters, digits and _.-~ stay. */
  const quoted = (text) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());

  /* Links to map applications; none for a station that nobody should be led to. */
  function navigation(i) {
    const row = led.get(i);
    if (row === undefined) return null;
    const name = quoted(property("name", i).replace(/[,|:;&]/g, " ").trim().split(/\s+/).join(" "));
    const links = {};
    for (const key of Object.keys(locator.given.navigation)) {
      const { datum, link } = locator.given.navigation[key];
      const at = (values, n) => ((Math.round(values[i] * SCALE) + given.moved[datum][2 * row + n]) / SCALE).toFixed(6);
      const filled = { lon: at(lon, 0), lat: at(lat, 1), name };
      links[key] = link.replace(/\{(lon|lat|name)\}/g, (_, part) => filled[part]);
    }
    return links;
  }

  /* A station's own properties, those that are known. */
  function properties(i) {
    const found = { id: idOf(i) };
    for (const name of Object.keys(columns)) {
      const value = columns[name](i);
      if (value !== null) found[name] = value;
    }
    const offered = servicesOf(i);
    if (offered.length) found.services = offered;
    const links = navigation(i);
    if (links) found.navigation = links;
    return found;
  }

  locator.offline = {
    count,
    idOf,
    lon,
    lat,
    services: given.services,
    property,
    servicesOf,
    position: (id) => {
      if (!byId) {
        byId = new Map();
        for (let i = 0; i < count; i += 1) byId.set(idOf(i), i);
      }
      return byId.has(id) ? byId.get(id) : -1;
    },
    /* A GeoJSON feature; `more` are what an answer tells besides. */
    feature: (i, more) => ({
      type: "Feature",
      id: idOf(i),
      geometry: { type: "Point", coordinates: [lon[i], lat[i]] },
      properties: Object.assign({}, more, properties(i)),
    }),
    isModelled: (i) => property("position", i) === "modelled",
  };
})(window.locator);
