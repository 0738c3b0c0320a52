/* States and reasons in words. The wordings are Python's; here they are only filled in. */
"use strict";

(function (locator) {
  const { offline } = locator;
  const words = locator.data.hours_wording;
  const DAYS_OF_A_WEEK = 7;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

  const calendar = (day) => new Date(day * 86400000);
  const weekdayOf = (day) => (calendar(day).getUTCDay() + 6) % 7;

  function date(day, months) {
    const on = calendar(day);
    return fill(words.date, { day: on.getUTCDate(), month: on.getUTCMonth() + 1, month_name: months[on.getUTCMonth()] });
  }

  const two = (number) => (number < 10 ? "0" : "") + number;
  const clock = (minute) => Math.floor(minute / 60) + ":" + two(minute % 60);

  /* A moment as seen from a day. */
  function moment(then, day, months, byWeekday) {
    const away = then.day - day;
    let how = away === 0 ? "today" : "date";
    if (away === 1) how = "tomorrow";
    else if (byWeekday && away > 1 && away < DAYS_OF_A_WEEK) how = "weekday";
    return fill(words.moments[how], {
      time: clock(then.minute),
      weekday: words.short_weekdays[weekdayOf(then.day)],
      date: date(then.day, months),
    });
  }

  function stateText(told, day) {
    const state = words.states[told.state];
    const line = (key, then) => fill(words.lines[key], { state, when: then && moment(then, day, words.short_months, true) });
    if (told.reason.code === "all_day" && !told.change) return line("all_day");
    if (told.state === "open" && told.change) return line("until", told.change);
    if (told.state === "closed" && told.reason.opens) return line("opens", told.reason.opens);
    return state;
  }

  function yearOf(reason) {
    const on = calendar(reason.day);
    return on.getUTCFullYear() + (reason.holiday === "new_year" && on.getUTCMonth() === 11 ? 1 : 0);
  }

  function reasonText(reason) {
    const opens = reason.opens ? moment(reason.opens, reason.day, words.months, false) : "";
    const said = fill(words.reasons[reason.code], {
      holiday: reason.holiday ? words.holidays[reason.holiday] : words.a_holiday,
      date: date(reason.day, words.months),
      year: yearOf(reason),
      weekday: words.weekdays[weekdayOf(reason.day)],
      comment: reason.comment,
      opens: opens && fill(words.opens, { when: opens }),
      until: calendar(offline.hoursUntil).toISOString().slice(0, 10),
    });
    return reason.comment && reason.code !== "comment" ? said + fill(words.comment, { comment: reason.comment }) : said;
  }

  /* 2026-10-01T08:30:00+08:00 */
  function iso(ms) {
    return new Date(ms + 8 * 3600000).toISOString().slice(0, 19) + "+08:00";
  }

  /* What an answer tells of a state; `at` is the moment that it is of. */
  offline.stateMembers = (told, at) => {
    const members = {
      open_state: told.state,
      open_text: stateText(told, at.day),
      open_reason: reasonText(told.reason),
      open_reason_code: told.reason.code,
    };
    if (told.state === "open" && told.change) members.open_until = iso(offline.toMs(told.change));
    if (told.state !== "open" && told.reason.opens) members.opens_at = iso(offline.toMs(told.reason.opens));
    return members;
  };
  offline.iso = iso;
})(window.locator);
