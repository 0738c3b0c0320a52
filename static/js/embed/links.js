/* Links lead out of the frame: no other page of ours can be framed. Where the page around it forbids
   new windows, the address is shown. */
"use strict";

(function (locator) {
  const { make, say } = locator;
  if (window.parent === window) return;
  /* A frame that is sandboxed without its origin has none; nothing there dials a number. */
  const isSandboxed = window.origin === "null";

  /* Beside the link: the foot of a high frame may be out of sight. */
  function showAddress(link, text) {
    const field = make("input", { type: "text", readonly: true, value: text, "aria-label": say("blocked") });
    const box = make("div", { class: "notice blocked", role: "alert" }, make("span", null, say("blocked")), field);
    for (const old of document.querySelectorAll(".blocked")) old.remove();
    link.closest("p, h3, .apps, .actions").after(box);
    field.focus();
    field.select();
  }

  /* WordPress leaves its page for those of the frame's own host, if it is asked to. */
  function askHost(link) {
    const { secret } = locator;
    if (!secret || link.host !== window.location.host) return;
    window.parent.postMessage({ message: "link", value: link.href, secret }, "*");
  }

  function openApart(link) {
    const opened = window.open(link.href);
    if (opened) {
      opened.opener = null;
      return;
    }
    askHost(link);
    showAddress(link, link.href);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (!link || isElsewhere || link.getAttribute("href").startsWith("#")) return;
    const isCall = link.protocol === "tel:";
    if (isCall && !isSandboxed) return;
    event.preventDefault();
    if (isCall) showAddress(link, link.pathname);
    else openApart(link);
  });
})(window.locator);
