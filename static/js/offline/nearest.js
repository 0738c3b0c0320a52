/* The nearest stations, exactly: chords of Earth-centred positions choose, Karney's geodesic ranks.

   No chord is longer than its geodesic. So of the k nearest by chord the farthest geodesic, r, bounds
   all: whatever is nearer has a chord that no geodesic of r's length exceeds. A pass over all chords
   takes a tenth of a millisecond for ten thousand stations; a tree would save less than it weighs. */
"use strict";

(function (locator) {
  const { offline } = locator;
  const { count, lon, lat } = offline;
  const wgs84 = window.geodesic.Geodesic.WGS84;
  const SEMI_MAJOR_M = wgs84.a;
  const E2 = wgs84.f * (2 - wgs84.f);
  const SEMI_MINOR_M = wgs84.a * (1 - wgs84.f);
  const CHORD_SLACK_M = 1e-6;
  const RADIANS = Math.PI / 180;
  const xyz = new Float64Array(3 * count);
  const chords2 = new Float64Array(count);

  function ecef(lonDeg, latDeg, into, at) {
    const sinLat = Math.sin(latDeg * RADIANS);
    const radius = SEMI_MAJOR_M / Math.sqrt(1 - E2 * sinLat * sinLat);
    const across = radius * Math.cos(latDeg * RADIANS);
    into[at] = across * Math.cos(lonDeg * RADIANS);
    into[at + 1] = across * Math.sin(lonDeg * RADIANS);
    into[at + 2] = radius * (1 - E2) * sinLat;
  }
  for (let i = 0; i < count; i += 1) ecef(lon[i], lat[i], xyz, 3 * i);

  /* A length that no chord of a geodesic of this length exceeds; as locator/geo/geodesic.py. */
  function longestChord(geodesicM) {
    const half = Math.min(geodesicM / (2 * SEMI_MINOR_M), Math.PI / 2);
    const byAngle = SEMI_MAJOR_M - SEMI_MINOR_M + 2 * SEMI_MAJOR_M * Math.sin(half);
    return Math.min(geodesicM, byAngle) + CHORD_SLACK_M;
  }

  function measure(here, i) {
    const { DISTANCE, AZIMUTH } = window.geodesic.Geodesic;
    const line = wgs84.Inverse(here.lat, here.lon, lat[i], lon[i], DISTANCE | AZIMUTH);
    return { i, distance_m: line.s12, bearing_deg: ((line.azi1 % 360) + 360) % 360 };
  }

  const byDistance = (a, b) => a.distance_m - b.distance_m || a.i - b.i;

  /* Squares of chords from a place, of those accepted; the others stay out at infinity. */
  function fillChords(here, accept) {
    const own = new Float64Array(3);
    ecef(here.lon, here.lat, own, 0);
    for (let i = 0; i < count; i += 1) {
      if (!accept || accept[i]) {
        const x = xyz[3 * i] - own[0];
        const y = xyz[3 * i + 1] - own[1];
        const z = xyz[3 * i + 2] - own[2];
        chords2[i] = x * x + y * y + z * z;
      } else chords2[i] = Infinity;
    }
  }

  /* The k least chords, in a heap whose root is the greatest of them. */
  function leastChords(k) {
    const heap = [];
    const longer = (a, b) => chords2[a] > chords2[b];
    const sink = (from) => {
      let at = from;
      for (;;) {
        let largest = at;
        for (const child of [2 * at + 1, 2 * at + 2]) {
          if (child < heap.length && longer(heap[child], heap[largest])) largest = child;
        }
        if (largest === at) return;
        [heap[at], heap[largest]] = [heap[largest], heap[at]];
        at = largest;
      }
    };
    for (let i = 0; i < count; i += 1) {
      if (heap.length < k) {
        if (chords2[i] < Infinity) heap.push(i);
        if (heap.length === k) for (let at = k >> 1; at >= 0; at -= 1) sink(at);
      } else if (chords2[i] < chords2[heap[0]]) {
        heap[0] = i;
        sink(0);
      }
    }
    return heap;
  }

  /* How far a station is from a place, and which way. */
  offline.measure = measure;

  /*
   * The k nearest of those accepted (an array with a truth for each station; null takes all), by
   * distance and then by position: [{i, distance_m, bearing_deg}].
   */
  offline.nearest = (here, k, accept) => {
    fillChords(here, accept);
    const first = leastChords(k).map((i) => measure(here, i)).sort(byDistance);
    if (first.length < k) return first;
    const reach = longestChord(first[k - 1].distance_m);
    const known = new Set(first.map((one) => one.i));
    const found = first.slice();
    for (let i = 0; i < count; i += 1) {
      if (chords2[i] <= reach * reach && !known.has(i)) found.push(measure(here, i));
    }
    return found.sort(byDistance).slice(0, k);
  };
})(window.locator);
