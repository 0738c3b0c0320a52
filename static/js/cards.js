/* A station as a card: the same in the list and on the map. */
"use strict";

(function (locator) {
  const { make, icon, say } = locator;
  const SHOWN_SERVICES = 6;
  /* What data keepers wrote is Chinese, whatever the page's language. */
  const WRITTEN = "zh-CN";
  let cards = 0;

  /* The name leads to the station's own page, where it has one: a sample's would lead nobody. */
  function title(feature) {
    const { name, position } = feature.properties;
    const page = locator.data.station_page;
    if (!page || position === "modelled") return name;
    return make("a", { href: page.replace("{id}", encodeURIComponent(feature.id)) }, name);
  }

  function head(feature, properties, kind, titleId) {
    const rank = make("span", { class: "rank" }, properties.rank ? String(properties.rank) : icon(kind.icon));
    rank.style.setProperty("--kind", kind.colour);
    rank.style.setProperty("--kind-ink", kind.ink);
    const line = make("p", { class: "kind" }, icon(kind.icon), make("span", null, kind.name));
    if (properties.position === "modelled") {
      line.append(make("span", { class: "tag" }, say("sample")));
    }
    return make(
      "div",
      { class: "card-head" },
      rank,
      make("div", { class: "card-title" }, make("h3", { id: titleId, lang: WRITTEN }, title(feature)), line),
      distance(properties)
    );
  }

  function distance(properties) {
    if (properties.distance_m === undefined) return null;
    const metres = properties.distance_m;
    if (metres < 5) return make("p", { class: "distance" }, make("b", null, say("here")));
    const mode = locator.travelModes[locator.state.travel];
    const minutes = Math.max(1, Math.ceil(properties.travel_time_s / 60));
    const arrow = icon("arrow");
    arrow.style.transform = "rotate(" + properties.bearing_deg + "deg)";
    return make(
      "p",
      { class: "distance" },
      make("b", null, locator.distance(metres)),
      make("span", null, arrow, locator.wind(properties.bearing_deg)),
      mode && properties.travel_time_s !== undefined
        ? make(
            "span",
            { class: "way" },
            icon(mode.icon),
            make("span", { class: "unseen" }, mode.name + " "),
            make("span", null, say("about_minutes", { n: minutes }))
          )
        : null
    );
  }

  /* Hours as their keeper words them; else in the page's language. */
  const hours = (properties) => properties.hours_text || properties.hours_in_words || null;

  function fact(name, iconName, text, lang, className) {
    return make(
      "li",
      { class: className },
      icon(iconName),
      make("span", { class: "unseen" }, say(name) + ": "),
      make("span", { lang }, text)
    );
  }

  function facts(feature, properties, kind) {
    const list = make("ul", { class: "facts" });
    const state = locator.openLine(feature);
    const open = hours(properties);
    if (state) list.append(state);
    if (open !== null) list.append(fact("hours", "clock", open, properties.hours_text && WRITTEN));
    else if (!state) list.append(fact("hours", "clock", say("hours_unknown"), null, "unknown"));
    const { access } = properties;
    list.append(fact("access", "person", access || say("serves", { who: kind.serves }), access && WRITTEN));
    if (properties.address) list.append(fact("address", "pin", properties.address, WRITTEN));
    if (properties.note) list.append(fact("note", "info", properties.note, WRITTEN));
    return list;
  }

  function services(properties) {
    const known = (properties.services || []).map((key) => locator.services[key]).filter(Boolean);
    if (!known.length) return make("p", { class: "services-unknown" }, say("services_unknown"));
    const wanted = locator.state.service;
    known.sort((a, b) => wanted.includes(b.key) - wanted.includes(a.key));
    const list = make("ul", { class: "services" });
    const one = (service) =>
      make(
        "li",
        { class: wanted.includes(service.key) ? "wanted" : null },
        icon(service.icon),
        make("span", null, service.name)
      );
    const shown = known.length > SHOWN_SERVICES + 1 ? SHOWN_SERVICES : known.length;
    list.append(...known.slice(0, shown).map(one));
    if (known.length > shown) {
      const rest = known.slice(shown);
      const more = make("li", { class: "more-services" });
      more.append(
        locator.button(
          say("more_services", { n: rest.length }),
          null,
          () => {
            const items = rest.map(one);
            more.replaceWith(...items);
            locator.focusOn(items[0]);
          },
          "button plain small"
        )
      );
      list.append(more);
    }
    return list;
  }

  /* Links as Python made them; only the way of travelling is filled in here. */
  function navigation(properties, kind) {
    const links = properties.navigation;
    if (!links) return null;
    const menu = make("div", { class: "apps" });
    for (const app of locator.data.navigation) {
      if (!links[app.key]) continue;
      const href = links[app.key].replace("{mode}", app.modes[locator.state.travel || kind.travel || locator.data.travel]);
      menu.append(
        make(
          "a",
          {
            href,
            class: "button",
            rel: "noreferrer noopener",
            target: "_blank",
            "data-app": app.key,
            "aria-label": say("navigate_with", { app: app.name }),
          },
          app.name
        )
      );
    }
    return make(
      "details",
      { class: "navigate" },
      make(
        "summary",
        { class: "button primary", "aria-label": say("navigate_to", { name: properties.name }) },
        icon("navigate"),
        make("span", null, say("navigate"))
      ),
      menu
    );
  }

  function actions(feature, properties, kind, onMap) {
    const row = make("div", { class: "actions" });
    const menu = navigation(properties, kind);
    if (menu) row.append(menu);
    else row.append(make("p", { class: "no-navigation" }, icon("info"), make("span", null, say("no_navigation"))));
    const number = (properties.phone || "").replace(/[^0-9+]/g, "");
    if (number && properties.position !== "modelled") {
      const label = say("call_to", { phone: properties.phone });
      row.append(
        make(
          "a",
          { class: "button", href: "tel:" + number, "aria-label": label },
          icon("phone"),
          make("span", null, say("call"))
        )
      );
    }
    if (onMap) {
      const button = locator.button(say("on_map"), "map", () => onMap(feature), "button on-map");
      button.setAttribute("aria-label", say("on_map_of", { name: properties.name }));
      row.append(button);
    }
    return row;
  }

  /* A card of a GeoJSON feature. `onMap`, where given, is called to show it on the map. */
  locator.card = (feature, onMap) => {
    const properties = feature.properties;
    const kind = locator.kinds[properties.kind];
    cards += 1;
    const titleId = "station-" + cards;
    return make(
      "article",
      { class: "card", "aria-labelledby": titleId, "data-id": feature.id },
      head(feature, properties, kind, titleId),
      facts(feature, properties, kind),
      services(properties),
      actions(feature, properties, kind, onMap)
    );
  };
})(window.locator);
