/* What the server answers on /api/v1/search: districts and stations by name, in Chinese, in pinyin
   and by the initials of pinyin. The index is built when it is first asked. */
"use strict";

(function (locator) {
  const { offline } = locator;
  const { count } = offline;
  const { areas, counties, syllables, spelt } = locator.given.names;
  const MOST_QUERY = 40;
  const DEFAULT_LIMIT = 8;
  const MAX_AREAS = 20;
  const MOST_HITS = 4000;
  const SHORTEST_PINYIN = 2;
  const SAMPLE_PREFIX = "模拟";
  const PROVINCE = "河南省";
  const LATIN = /^[a-z0-9]*[a-z][a-z0-9]*$/;
  const PIECES = /[0-9]+|[a-z]+|[^0-9a-z]/gu;
  let index = null;

  function normalised(text) {
    const plain = text.normalize("NFKC").toLowerCase().replace(/[\s'’·]+/g, "");
    return plain.startsWith(SAMPLE_PREFIX) ? plain.slice(SAMPLE_PREFIX.length) : plain;
  }

  /* Lines, each of an owner, in one text; matches that equal come first, then beginnings, then rest. */
  class Text {
    constructor(lines) {
      this.owners = lines.map((line) => line[0]);
      this.text = "\n" + lines.map((line) => line[1] + "\n").join("");
      let at = 1;
      this.starts = lines.map((line) => {
        const start = at;
        at += line[1].length + 1;
        return start;
      });
    }

    lineAt(at) {
      let low = 0;
      let high = this.starts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.starts[middle] <= at) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    }

    /* Owners, best first; `boundaries` tells where in an owner's line a match may begin. */
    matching(wanted, boundaries) {
      const seen = new Set();
      for (const [pattern, skip] of [["\n" + wanted + "\n", 1], ["\n" + wanted, 1], [wanted, 0]]) {
        let hits = 0;
        for (let at = this.text.indexOf(pattern); at >= 0 && hits < MOST_HITS; at = this.text.indexOf(pattern, at + 1)) {
          hits += 1;
          const line = this.lineAt(at + skip);
          const owner = this.owners[line];
          if (!boundaries || boundaries(owner).has(at + skip - this.starts[line])) seen.add(owner);
        }
      }
      return Array.from(seen);
    }
  }

  /* Names in their three spellings. */
  class Lines {
    constructor(names, spell) {
      const spelled = names.map((name) => [name[0], spell(name[1])]);
      this.syllables = new Map(spelled);
      this.chinese = new Text(names.map((name) => [name[0], normalised(name[1])]));
      this.full = new Text(spelled.map((one) => [one[0], one[1].join("")]));
      this.initials = new Text(spelled.map((one) => [one[0], one[1].map((part) => Array.from(part)[0]).join("")]));
    }

    matching(wanted, limit) {
      if (!LATIN.test(wanted)) return this.chinese.matching(wanted);
      const starts = (owner) => {
        const found = new Set([0]);
        let at = 0;
        for (const part of this.syllables.get(owner)) found.add((at += part.length));
        return found;
      };
      if (wanted.length < SHORTEST_PINYIN) return this.chinese.matching(wanted);
      const full = this.full.matching(wanted, starts).slice(0, limit);
      return full.concat(this.initials.matching(wanted), this.chinese.matching(wanted));
    }
  }

  function build() {
    const syllableOf = new Map();
    for (const syllable of Object.keys(syllables)) {
      for (const char of syllables[syllable]) syllableOf.set(char, syllable);
    }
    const others = new Map(spelt.map((one) => [one[0], one[1].split(" ")]));
    const spell = (name) =>
      others.get(name) || (normalised(name).match(PIECES) || []).map((piece) => syllableOf.get(piece) || piece);
    const names = [];
    const addresses = [];
    for (let i = 0; i < count; i += 1) {
      names.push([i, offline.property("name", i)]);
      const address = offline.property("address", i);
      if (address) addresses.push([i, normalised(address)]);
    }
    return {
      areas: new Lines(areas.map((area, i) => [i, area.name]), spell),
      names: new Lines(names, spell),
      addresses: new Text(addresses),
    };
  }

  /* How well a text names a district, 0 best; -1 where it does not. */
  function quality(wanted, area) {
    if (area.own.includes(wanted) || area.long.includes(wanted)) return 0;
    if (area.own.some((name) => name.startsWith(wanted))) return 1;
    if (area.own.some((name) => name.includes(wanted))) return 2;
    return area.long.some((name) => name.includes(wanted)) ? 3 : -1;
  }

  function areasNamed(text, wanted) {
    if (LATIN.test(wanted)) return Array.from(new Set(index.areas.matching(wanted, MAX_AREAS)));
    let plain = text.normalize("NFKC").replace(/\s+/g, "");
    if (plain.startsWith(PROVINCE)) plain = plain.slice(PROVINCE.length);
    if (!plain) return [];
    const ranked = areas.map((area, i) => [quality(plain, area), i]).filter((one) => one[0] >= 0);
    /* The areas stand in the order that decides among equals. */
    return ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, MAX_AREAS).map((one) => one[1]);
  }

  function areaFound(i) {
    const { what, key, name, pinyin, within, at } = areas[i];
    return { what, key, name, pinyin, within, lon: at[0], lat: at[1] };
  }

  function stationFound(i) {
    const within = offline.property("address", i) || counties[offline.property("adcode", i)] || "";
    const name = offline.property("name", i);
    const where = { lon: offline.lon[i], lat: offline.lat[i] };
    return Object.assign({ what: "station", key: offline.idOf(i), name, pinyin: "", within }, where);
  }

  offline.answers.search = (parameters) => {
    const limit = Number(parameters.limit || DEFAULT_LIMIT);
    const text = parameters.q.slice(0, MOST_QUERY);
    const wanted = normalised(text);
    if (!wanted) return { results: [] };
    if (!index) index = build();
    const accept = offline.select([], 0, offline.chinaMinute(Date.now()).day);
    const found = areasNamed(text, wanted).slice(0, limit);
    const matching = index.names.matching(wanted, limit).concat(index.addresses.matching(wanted));
    const stations = Array.from(new Set(matching.filter((i) => accept[i]))).slice(0, limit);
    const kept = found.slice(0, Math.max(Math.floor(limit / 2), limit - stations.length));
    const results = kept.map(areaFound).concat(stations.slice(0, limit - kept.length).map(stationFound));
    return { results };
  };
})(window.locator);
