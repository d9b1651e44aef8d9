// On paper nothing is folded: what a page folds is opened before it is printed, and folded again after.
(() => {
  "use strict";

  // Folds that hold no reading matter: forms, choices, and pictures of pages that may not be loaded yet.
  const LEFT = ".page-fold, .decide, .signal-weight, .scope-filters, .correct, .decider, .add-tag";
  let opened = [];

  function unfold() {
    if (opened.length) return;
    opened = [...document.querySelectorAll(".ct details:not([open])")].filter((part) => !part.matches(LEFT) && !part.querySelector("form, select, input"));
    opened.forEach((part) => { part.open = true; });
    document.querySelectorAll(".ct a.act[href]").forEach((link) => { link.dataset.printed = link.pathname + link.search; });
    stamp();
  }

  function fold() {
    opened.forEach((part) => { part.open = false; });
    opened = [];
  }

  // Where it was printed from, and when; a case is named by nothing.
  function stamp() {
    const address = new URL(location.href);
    address.searchParams.delete("case");
    const line = document.querySelector(".foot .printed") || document.createElement("p");
    line.className = "printed print-only";
    line.textContent = `Printed from ${address.href} on ${new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })}.`;
    const foot = document.querySelector(".foot .width");
    if (foot && !line.isConnected) foot.prepend(line);
  }

  addEventListener("beforeprint", unfold);
  addEventListener("afterprint", fold);
})();
