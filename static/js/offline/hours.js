/* Open or not, looked up: Python has written out the course of every day, see
   locator/publish/site/hours_table.py. Days are counted from 1970-01-01 and minutes from midnight,
   both of China, whatever the phone's zone. */
"use strict";

(function (locator) {
  const FIRST_CODE = 35;
  const DAY_MIN = 1440;
  const CHINA_MIN = 480;
  const HORIZON_DAYS = 366;
  const CLOSED = 0;
  const UNKNOWN = 1;
  const OPEN = 2;
  const STATES = ["closed", "unknown", "open"];
  const { offline } = locator;
  const table = locator.given.hours;
  const textOf = new Map(table.osm.map((osm, n) => [osm, n]));
  const holidays = new Map(table.holidays);
  const dates = new Map();

  /* A moment's day and minute in China. */
  const chinaMinute = (ms) => {
    const minute = Math.floor(ms / 60000) + CHINA_MIN;
    const day = Math.floor(minute / DAY_MIN);
    return { day, minute: minute - day * DAY_MIN };
  };
  const toMs = (at) => (at.day * DAY_MIN + at.minute - CHINA_MIN) * 60000;

  /* 2026-10-01 as a day. */
  function dayOf(text) {
    if (!dates.has(text)) dates.set(text, Date.parse(text + "T00:00:00Z") / 86400000);
    return dates.get(text);
  }

  function seasonOf(i) {
    const first = offline.property("valid_from", i);
    const last = offline.property("valid_to", i);
    return {
      first: first === null ? -Infinity : dayOf(first),
      last: last === null ? Infinity : dayOf(last),
    };
  }

  function inSeason(i, day) {
    const season = seasonOf(i);
    return season.first <= day && day <= season.last;
  }

  /* The pieces of a text's day: [minute, state, code, day, comment]. */
  function courseOf(text, day) {
    const [pattern, courses] = table.texts[text];
    return table.courses[courses[table.patterns[pattern].charCodeAt(day - table.first) - FIRST_CODE]];
  }

  function pieceAt(course, minute) {
    let piece = course.length - 1;
    while (course[piece][0] > minute) piece -= 1;
    return piece;
  }

  /* When the state next differs; null if it does not within a year. */
  function changeAfter(text, day, piece) {
    const state = courseOf(text, day)[piece][1];
    for (let number = day; number <= day + HORIZON_DAYS; number += 1) {
      const course = courseOf(text, number);
      for (let n = number === day ? piece : 0; n < course.length; n += 1) {
        if (course[n][1] !== state) return { day: number, minute: course[n][0], state: course[n][1] };
      }
    }
    return null;
  }

  /* A text's state: what it is, when it changes and why. */
  function stateOfText(text, at) {
    const course = courseOf(text, at.day);
    const piece = pieceAt(course, at.minute);
    const [, state, code, before, comment] = course[piece];
    const change = changeAfter(text, at.day, piece);
    const says = at.day + (before || 0);
    return {
      state: STATES[state],
      change,
      reason: {
        code: table.codes[code],
        day: says,
        holiday: holidays.get(says) || null,
        opens: state === CLOSED && change && change.state === OPEN ? change : null,
        comment: comment || "",
      },
    };
  }

  const plain = (state, code, day) => ({
    state,
    change: null,
    reason: { code, day, holiday: null, opens: null, comment: "" },
  });

  /* Nothing changes or opens after a station's last day. */
  function cut(told, last) {
    if (told.change && told.change.day <= last) return told;
    const reason = Object.assign({}, told.reason, { opens: null });
    if (told.state === "closed") return { state: "closed", change: null, reason };
    return { state: told.state, change: { day: last + 1, minute: 0 }, reason: told.reason };
  }

  /* Hours were written out for these days only. */
  const isCovered = (day) => table.first <= day && day <= table.last;

  function textAt(i) {
    const osm = offline.property("opening_hours", i);
    return osm === null ? -1 : textOf.get(osm);
  }

  const statusOf = (i) => offline.property("status", i) || "active";

  Object.assign(offline, {
    CLOSED,
    UNKNOWN,
    OPEN,
    chinaMinute,
    toMs,
    inSeason,
    statusOf,
    hoursUntil: table.last,
    hoursInWords: (i) => (textAt(i) < 0 ? null : locator.data.hours_in_words[textAt(i)]),
    /* Known for every day; the calendar of hours only for those written out. */
    isCovered,
    stateOf: (i, at) => {
      const status = statusOf(i);
      if (status !== "active") return plain("closed", status, at.day);
      if (!inSeason(i, at.day)) return plain("closed", "out_of_season", at.day);
      const text = textAt(i);
      if (text < 0) return plain("unknown", "unstated", at.day);
      if (!isCovered(at.day)) return plain("unknown", "calendar_ended", at.day);
      const told = stateOfText(text, at);
      const last = seasonOf(i).last;
      return last === Infinity ? told : cut(told, last);
    },
    stateCode: (i, at) => {
      if (statusOf(i) !== "active" || !inSeason(i, at.day)) return CLOSED;
      const text = textAt(i);
      if (text < 0 || !isCovered(at.day)) return UNKNOWN;
      const course = courseOf(text, at.day);
      return course[pieceAt(course, at.minute)][1];
    },
  });
})(window.locator);
