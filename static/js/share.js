/* Sharing: the phone's own sheet where there is one, else the link is copied. */
"use strict";

(function (locator) {
  const { say } = locator;
  const button = locator.byId("share");

  const copy = (link) => locator.copyText(link, { copied: say("copied"), byHand: say("copy_yourself") });

  button.hidden = false;
  button.addEventListener("click", () => {
    const link = locator.link();
    if (!navigator.share) {
      copy(link);
      return;
    }
    navigator.share({ title: say("share_title"), url: link }).catch((error) => {
      if (error.name !== "AbortError") copy(link);
    });
  });
})(window.locator);
