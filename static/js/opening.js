/* Open or not: the words of a card, true while the page stays open and after the phone slept. */
"use strict";

(function (locator) {
  const { make, icon, say } = locator;
  const MINUTE_MS = 60000;
  const HOUR_MS = 60 * MINUTE_MS;
  const TICK_MS = 1000;
  /* A phone's clock may be ahead of the server's: no more questions than one in this time. */
  const PAUSE_MS = 20000;
  const ICONS = { open: "check", closed: "close", unknown: "info" };
  /* What was answered of each station, by id: its properties, for which moment, and when. */
  const told = new Map();
  /* Stations open and shut on full minutes. Not all phones ask in the same second. */
  const AFTER_MS = 1500 + 8000 * Math.random();
  let asked = 0;

  locator.tell = (features) => {
    const answered = Date.now();
    for (const feature of features) {
      told.set(feature.id, { properties: feature.properties, when: locator.state.when, answered });
    }
  };

  const day = (ms) => locator.chinaTime(ms).slice(0, 10);
  const time = (ms) => locator.chinaTime(ms).slice(11).replace(/^0/, "");

  function dated(ms) {
    const lang = locator.data.lang === "en" ? "en-GB" : "zh-CN";
    const text = new Date(ms).toLocaleDateString(lang, { timeZone: "Asia/Shanghai", month: "short", day: "numeric" });
    return text + " " + time(ms);
  }

  /* The moment that a state is of: that of setting out or of arriving, which moves on with the clock. */
  function moment(one, from) {
    const start = one.when ? locator.fromChinaTime(one.when) : from;
    return start + 1000 * (one.properties.travel_time_s || 0);
  }

  function words(one) {
    const { open_text: text, open_state: state, open_until: until, opens_at: opens } = one.properties;
    const change = Date.parse(until || opens || "");
    if (Number.isNaN(change)) return { text };
    const now = Date.now();
    const left = change - moment(one, now);
    if (left <= 0) return { text: say("state_passed", { time: time(change) }), passed: true };
    if (state === "unknown") return { text };
    const values = { state: text.split(" · ")[0], n: Math.ceil(left / MINUTE_MS), when: dated(change) };
    if (left < HOUR_MS) return { text: say(until ? "closes_in" : "opens_in", values) };
    /* "Tomorrow" is said as of the moment asked for: on another day it needs its date. */
    const asOf = day(moment(one, one.answered));
    if (asOf === day(now) || asOf === day(change)) return { text };
    return { text: say(until ? "closes_on" : "opens_on", values) };
  }

  function draw(line) {
    const one = told.get(line.dataset.station);
    const said = words(one);
    const state = said.passed ? "passed" : one.properties.open_state;
    let asOf = "";
    if (one.properties.travel_time_s !== undefined) asOf = say("on_arrival");
    else if (one.when) asOf = say("then");
    const text = asOf + said.text;
    if (line.dataset.text === text && line.dataset.state === state) return said.passed;
    line.dataset.text = text;
    line.dataset.state = state;
    const reason = locator.data.told_reasons.includes(one.properties.open_reason_code) && !said.passed;
    locator.empty(line).append(
      icon(said.passed ? "refresh" : ICONS[state]),
      make(
        "span",
        null,
        asOf ? make("span", { class: "as-of" }, asOf) : null,
        make("b", null, said.text),
        reason ? make("small", null, one.properties.open_reason) : null
      )
    );
    return said.passed;
  }

  /* A card's line on its station's state; none where no state was answered. */
  locator.openLine = (feature) => {
    if (!told.has(feature.id) || !feature.properties.open_state) return null;
    const line = make("li", { class: "open-state", "data-station": feature.id });
    draw(line);
    return line;
  };

  /* Draws every line anew, and returns the ids of those whose moment has passed. */
  locator.drawOpenLines = () =>
    Array.from(document.querySelectorAll(".open-state"))
      .filter(draw)
      .map((line) => line.dataset.station);

  /* A station on the map that the list does not hold. */
  function askAlone(id) {
    locator.askStation(id).then(
      (feature) => {
        locator.tell([feature]);
        locator.drawOpenLines();
      },
      () => {}
    );
  }

  locator.askStation = (id) =>
    locator.askOnce("/api/v1/stations/" + encodeURIComponent(id), locator.askedWay());

  /* A station that was left out as closed may have opened: no line tells of that. */
  function isDue() {
    const { open, when, place } = locator.state;
    if (open === "any" || when || !place) return false;
    const minute = Math.floor((Date.now() - AFTER_MS) / MINUTE_MS) * MINUTE_MS;
    return Math.max(asked, locator.answered || Infinity) < minute;
  }

  function tick() {
    if (document.hidden) return;
    const passed = locator.drawOpenLines();
    const due = isDue();
    if (!due && (!passed.length || Date.now() - asked <= PAUSE_MS)) return;
    asked = Date.now();
    const listed = locator.features.map((feature) => feature.id);
    if (due || passed.some((id) => listed.includes(id))) locator.refresh();
    passed.filter((id) => !listed.includes(id)).forEach(askAlone);
  }

  function wake() {
    if (document.hidden) return;
    tick();
    if (Date.now() - locator.answered <= MINUTE_MS || Date.now() - asked <= TICK_MS) return;
    asked = Date.now();
    locator.refresh();
  }

  setInterval(tick, TICK_MS);
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("pageshow", wake);
})(window.locator);
