/* Links in a sandboxed frame: where the page around it forbids new windows, the address is shown. */
"use strict";

(function (locator) {
  const { make, say } = locator;
  /* A frame that is sandboxed without its origin has none. */
  if (window.origin !== "null") return;

  function showAddress(address) {
    const field = make("input", { type: "text", readonly: true, value: address, "aria-label": say("blocked") });
    locator.toast(make("span", null, say("blocked")), field);
    field.select();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[target=_blank]");
    if (!link) return;
    event.preventDefault();
    const opened = window.open(link.href);
    if (opened) opened.opener = null;
    else showAddress(link.href);
  });
})(window.locator);
