/* All stations as a table, for who wants to look through them: found by text, kind and open state. */
"use strict";

(function (locator) {
  const { make, say, offline } = locator;
  const PAGE_ROWS = 50;
  const PAUSE_MS = 150;
  const countyOf = locator.given.names.counties;
  const names = locator.kinds;
  let box = null;
  let body = null;
  let count = null;
  let pager = null;
  let fields = null;
  let found = [];
  let page = 0;
  let texts = null;

  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const county = (i) => countyOf[offline.property("adcode", i)] || "";

  /* What a row can be found by, made when it is first needed. */
  function textOf(i) {
    if (!texts) texts = [];
    if (texts[i] === undefined) {
      texts[i] = plain([offline.property("name", i), offline.property("address", i) || "", county(i)].join(" "));
    }
    return texts[i];
  }

  function select() {
    const wanted = plain(fields.text.value);
    const kind = fields.kind.value;
    const at = offline.chinaMinute(Date.now());
    found = [];
    for (let i = 0; i < offline.count; i += 1) {
      if (kind && offline.property("kind", i) !== kind) continue;
      if (fields.open.checked && offline.stateCode(i, at) !== offline.OPEN) continue;
      if (wanted && !textOf(i).includes(wanted)) continue;
      found.push(i);
    }
    page = 0;
    draw();
  }

  /* None where none are known: the state beside it says so. */
  const hours = (i) => offline.property("hours_text", i) || offline.hoursInWords(i) || "";

  function show(i) {
    close();
    const feature = offline.answers.station(offline.idOf(i), {});
    locator.tell([feature]);
    locator.go({ lon: offline.lon[i], lat: offline.lat[i], from: "search", label: offline.property("name", i) });
  }

  function row(i, at) {
    const told = offline.stateMembers(offline.stateOf(i, at), at);
    const name = locator.button(offline.property("name", i), null, () => show(i), "button plain");
    name.setAttribute("lang", "zh-CN");
    const kind = names[offline.property("kind", i)];
    return make(
      "tr",
      { "data-id": offline.idOf(i) },
      make("th", { scope: "row" }, name),
      make("td", null, kind.name, offline.isModelled(i) ? make("span", { class: "tag" }, say("sample")) : null),
      make("td", null, county(i)),
      make("td", null, hours(i)),
      make("td", { class: told.open_state }, told.open_text)
    );
  }

  function draw() {
    const pages = Math.max(1, Math.ceil(found.length / PAGE_ROWS));
    const at = offline.chinaMinute(Date.now());
    const shown = found.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS);
    locator.empty(body).append(...shown.map((i) => row(i, at)));
    if (!found.length) body.append(make("tr", null, make("td", { colspan: "5" }, say("all_none"))));
    count.textContent = say("all_count", { n: found.length.toLocaleString() });
    if (found.some(offline.isModelled)) count.append(" ", make("span", { class: "tag" }, say("sample")));
    pager.place.textContent = say("all_page", { page: page + 1, pages });
    pager.before.disabled = page === 0;
    pager.after.disabled = page >= pages - 1;
  }

  function turn(step) {
    page += step;
    draw();
    box.scrollTop = 0;
    box.querySelector("h2").focus();
  }

  function kindField() {
    const options = locator.data.kinds
      .filter((kind) => kind.offered > 0)
      .map((kind) => make("option", { value: kind.key }, kind.name));
    const all = make("option", { value: "" }, say("all_kind"));
    return make("select", { id: "all-kind", "aria-label": say("kinds"), onchange: select }, all, ...options);
  }

  function build() {
    let timer = 0;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(select, PAUSE_MS);
    };
    const label = say("all_search");
    fields = {
      text: make("input", { type: "search", id: "all-text", placeholder: label, "aria-label": label, oninput: later }),
      kind: kindField(),
      open: make("input", { type: "checkbox", id: "all-open-now", onchange: select }),
    };
    const heads = ["all_name", "kinds", "all_district", "all_hours", "all_state"].map((key) =>
      make("th", { scope: "col" }, say(key))
    );
    body = make("tbody", null);
    count = make("p", { role: "status" });
    pager = {
      before: locator.button(say("all_before"), null, () => turn(-1)),
      place: make("span", null),
      after: locator.button(say("all_after"), null, () => turn(1)),
    };
    box = make(
      "section",
      { id: "all", role: "dialog", "aria-modal": "true", "aria-labelledby": "all-title" },
      make(
        "div",
        { class: "all-head" },
        make("h2", { id: "all-title", tabindex: "-1" }, say("all_title")),
        locator.button(say("all_close"), "close", close)
      ),
      make("div", { class: "all-fields" }, fields.text, fields.kind, make("label", null, fields.open, " ", say("all_open_now"))),
      count,
      make("div", { class: "all-table", role: "region", tabindex: "0", "aria-labelledby": "all-title" },
        make("table", null, make("thead", null, make("tr", null, ...heads)), body)),
      make("nav", { "aria-label": say("all_title") }, pager.before, pager.place, pager.after)
    );
    box.addEventListener("keydown", (event) => event.key === "Escape" && close());
    document.body.append(box);
  }

  function close() {
    box.hidden = true;
    document.body.classList.remove("all-shown");
    locator.byId("all-button").focus();
  }

  function openTable() {
    if (!box) build();
    box.hidden = false;
    document.body.classList.add("all-shown");
    select();
    box.querySelector("h2").focus();
  }

  const button = locator.button(say("all_open"), "list", openTable, "bar-button");
  button.id = "all-button";
  const bar = document.querySelector(".bar");
  bar.insertBefore(button, bar.querySelector(".bar-button"));
})(window.locator);
