/* What popups say. Everything is text: it never becomes markup, whatever a name holds. */
"use strict";

(function (planner) {
  const MOST_LISTED = 6;
  const make = planner.make;
  const line = (text, className) => (text ? make("p", className ? { class: className } : null, text) : null);
  const sample = (is) => (is ? make("p", { class: "planner-sample" }, planner.word("sample")) : null);

  function stationPart(data, station) {
    const { name, kind, hours, hours_of: hoursOf, offered, offered_of: offeredOf, modelled, state } = data.stations;
    const offers = data.services.filter((_, bit) => Math.floor(offered[offeredOf[station]] / Math.pow(2, bit)) % 2);
    const between = data.lang === "zh" ? "、" : ", ";
    const states = ["closed", "unknown", "open"];
    return make(
      "section",
      { class: "planner-popup" },
      make("h3", null, name[station]),
      line(data.kinds[kind[station]].name),
      line(hours[hoursOf[station]] || planner.word("hours_unknown")),
      line(state ? planner.word(states[state[station]]) : ""),
      line(offers.length ? planner.word("services", { list: offers.join(between) }) : ""),
      sample(modelled[station])
    );
  }

  planner.stationsPopup = (data, stations) => {
    const parts = stations.slice(0, MOST_LISTED).map((station) => stationPart(data, station));
    const rest = stations.length - parts.length;
    return make("div", null, ...parts, rest > 0 ? line(planner.word("more_here", { n: rest })) : null);
  };

  planner.gapPopup = (data, gap) =>
    make(
      "section",
      { class: "planner-popup" },
      make("h3", null, planner.word("gap", { rank: gap.rank })),
      line(gap.district),
      line(planner.word("gap_weight", { people: planner.people(gap.weight) })),
      line(gap.worst_m === null ? "" : planner.word("gap_worst", { away: planner.distance(gap.worst_m) })),
      line(
        gap.nearest === null
          ? ""
          : planner.word("gap_nearest", { name: gap.nearest, away: planner.distance(gap.nearest_m) })
      ),
      line(gap.id, "planner-code"),
      sample(data.sample)
    );

  planner.districtPopup = (data, row) =>
    make(
      "section",
      { class: "planner-popup" },
      make("h3", null, row.name),
      line(row.share === null ? planner.word("no_people") : planner.word("share", { share: planner.percent(row.share) })),
      line(
        row.share === null
          ? ""
          : planner.word("of_people", { total: planner.number(row.weight), covered: planner.number(row.covered) })
      ),
      line(row.mean_m === null ? "" : planner.word("mean_distance", { away: planner.distance(row.mean_m) })),
      line(planner.word("station_count", { n: planner.number(row.stations) })),
      sample(data.sample)
    );
})(window.locator.planner);
