/* What the server answers on /api/v1/nearest, /relaxed and /stations/<id>, worked out here. */
"use strict";

(function (locator) {
  const { offline } = locator;
  const { count } = offline;
  const LEAST = { any: offline.CLOSED, possible: offline.UNKNOWN, only: offline.OPEN };
  const DEFAULT_K = 5;
  const MINUTE_MS = 60000;

  const now = () => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const list = (words) => (Array.isArray(words) ? words : (words || "").split(",").filter(Boolean));

  /* Services as bits; bit 31 of a word is its sign, and there are fewer services than that. */
  function bitsOf(words) {
    const services = locator.data.services.map((service) => service.key);
    return list(words).reduce((bits, key) => bits | (1 << services.indexOf(key)), 0);
  }

  /* A question as it is asked of the server, in the script's terms. */
  function read(parameters) {
    const { at } = parameters;
    return {
      here: { lon: Number(parameters.lon), lat: Number(parameters.lat) },
      k: Number(parameters.k || DEFAULT_K),
      kinds: list(parameters.kind),
      bits: bitsOf(parameters.service),
      least: LEAST[parameters.open || "any"],
      ms: at && at !== "now" ? locator.fromChinaTime(at.slice(0, 16)) : now(),
      travel: locator.given.travel[parameters.travel] || null,
      reach: parameters.max_distance_m === undefined ? Infinity : Number(parameters.max_distance_m),
    };
  }

  /* Which stations are of one of the kinds, offer all services, are active and in season on a day;
     null for the day takes every season. */
  offline.select = (kinds, bits, day) => {
    const accept = new Uint8Array(count);
    for (let i = 0; i < count; i += 1) {
      accept[i] =
        offline.statusOf(i) === "active" &&
        (offline.services[i] & bits) === bits &&
        (!kinds.length || kinds.includes(offline.property("kind", i))) &&
        (day === null || offline.inSeason(i, day))
          ? 1
          : 0;
    }
    return accept;
  };

  const travelS = (asked, metres) => (asked.travel ? (metres * asked.travel.detour_factor) / asked.travel.speed_mps : 0);
  const arrival = (asked, metres) => offline.chinaMinute(asked.ms + travelS(asked, metres) * 1000);

  function satisfies(asked, one) {
    const at = arrival(asked, one.distance_m);
    return offline.inSeason(one.i, at.day) && (asked.least === offline.CLOSED || offline.stateCode(one.i, at) >= asked.least);
  }

  /* Which stations a question leaves: a truth for each. With travel the arrival decides the rest. */
  function accepted(asked) {
    const start = offline.chinaMinute(asked.ms);
    const accept = offline.select(asked.kinds, asked.bits, asked.travel ? null : start.day);
    for (let i = 0; !asked.travel && asked.least > offline.CLOSED && i < count; i += 1) {
      if (accept[i] && offline.stateCode(i, start) < asked.least) accept[i] = 0;
    }
    return accept;
  }

  /* With travel each station is judged for its own arrival; without, all for one moment. */
  function search(asked) {
    const accept = accepted(asked);
    if (!asked.travel) return offline.nearest(asked.here, asked.k, accept);
    for (let ask = 2 * asked.k + 4; ; ask *= 4) {
      const found = offline.nearest(asked.here, Math.min(ask, count), accept);
      const good = found.filter((one) => satisfies(asked, one));
      if (good.length >= asked.k || found.length < ask) return good.slice(0, asked.k);
    }
  }

  const near = (asked) => search(asked).filter((one) => one.distance_m <= asked.reach);

  const rounded = (value, decimals) => Number(value.toFixed(decimals));

  /* What depends on the page's language: hours in words, and the state. */
  function members(i, at) {
    const words = offline.hoursInWords(i);
    return Object.assign(words ? { hours_in_words: words } : {}, offline.stateMembers(offline.stateOf(i, at), at));
  }

  function told(asked, one, rank) {
    const at = arrival(asked, one.distance_m);
    const seconds = travelS(asked, one.distance_m);
    const way = asked.travel
      ? { travel_time_s: Math.round(seconds), arrives_at: offline.iso(asked.ms + seconds * 1000) }
      : {};
    const place = { distance_m: rounded(one.distance_m, 3), bearing_deg: rounded(one.bearing_deg, 2) % 360 };
    if (rank) place.rank = rank;
    return offline.feature(one.i, Object.assign(place, way, members(one.i, at)));
  }

  function collection(features) {
    const body = { type: "FeatureCollection", features };
    if (features.some((feature) => feature.properties.position === "modelled")) {
      body.notice = locator.data.hours_wording.sample_notice;
    }
    return body;
  }

  /* Each filter in turn is left out; a station is of one kind, so kinds go together. */
  function tries(parameters) {
    const kinds = list(parameters.kind);
    const services = list(parameters.service);
    const found = kinds.length ? [{ parameter: "kind", words: kinds, change: { kind: [] } }] : [];
    services.forEach((word) => {
      found.push({ parameter: "service", words: [word], change: { service: services.filter((one) => one !== word) } });
    });
    if ((parameters.open || "any") !== "any") {
      found.push({ parameter: "open", words: [parameters.open], change: { open: "any" } });
    }
    return found;
  }

  function relaxed(parameters) {
    const drops = [];
    tries(parameters).forEach((one, order) => {
      const found = near(read(Object.assign({}, parameters, { k: 1 }, one.change)))[0];
      if (found) drops.push({ parameter: one.parameter, words: one.words, distance: found.distance_m, order });
    });
    drops.sort((a, b) => a.distance - b.distance || a.order - b.order);
    return {
      drops: drops.map((drop) => ({
        parameter: drop.parameter,
        words: drop.words,
        distance_m: rounded(drop.distance, 3),
      })),
    };
  }

  /* The stations in no wanted state left out, as `nearest` leaves them out: positions in the set. */
  offline.members = (parameters, isWanted) => {
    const asked = read(parameters);
    const accept = accepted(asked);
    const onArrival = asked.travel && parameters.lon !== undefined;
    const members = [];
    for (let i = 0; i < count; i += 1) {
      if (!accept[i] || !isWanted(i)) continue;
      if (!onArrival || satisfies(asked, offline.measure(asked.here, i))) members.push(i);
    }
    return members;
  };
  offline.answers = {
    nearest: (parameters) => {
      const asked = read(parameters);
      return collection(near(asked).map((one, i) => told(asked, one, i + 1)));
    },
    relaxed,
    /* One station by its id, and with a position the way to it; null where there is none. */
    station: (id, parameters) => {
      const i = offline.position(id);
      if (i < 0) return null;
      const asked = read(parameters);
      if (parameters.lon !== undefined) return told(asked, offline.measure(asked.here, i), 0);
      const at = offline.chinaMinute(asked.ms);
      return offline.feature(i, members(i, at));
    },
  };
})(window.locator);
