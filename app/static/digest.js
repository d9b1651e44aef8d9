// What is new: saved scopes are changed by this app alone, and the page's feed is named where feed readers look for it.
(() => {
  "use strict";

  const { say } = window.asking;

  let keep = null; // where focus goes once the changed view is there
  let turn = null;

  async function send(given, fault) {
    const answer = await window.asking.send("/digest/change", given, fault);
    if (!answer) fault.scrollIntoView({ block: "center" });
    return answer;
  }

  async function change(form, submitter) {
    const given = Object.fromEntries(new FormData(form));
    if (submitter && submitter.name) given[submitter.name] = submitter.value;
    const answer = await send(given, document.getElementById("digest-fault"));
    if (!answer) return;
    const link = document.createElement("a"); // followed as any link of the page is
    link.href = answer.address;
    keep = "results-heading";
    form.append(link);
    link.click();
    link.remove();
    setTimeout(() => say(answer.said), 400);
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-saved-scope]")) return;
    event.preventDefault();
    change(event.target, event.submitter);
  });

  function arrived(view) {
    const { feed } = view.dataset;
    const named = document.querySelector("link[rel=alternate]");
    if (named && feed && named.getAttribute("href") !== feed) named.setAttribute("href", feed);
    if (view.dataset.turn === turn) return;
    turn = view.dataset.turn;
    const field = document.getElementById(keep || (location.hash === "#save" ? "scope-name" : ""));
    keep = null;
    if (field) requestAnimationFrame(() => { field.focus(); if (field.select) field.select(); });
  }

  new MutationObserver(() => {
    const view = document.querySelector(".digest[data-turn]");
    if (view) arrived(view);
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-turn"] });
})();
