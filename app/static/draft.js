// Check a draft: it goes to this app alone, in the body of a request; its check is watched and its report filtered.
(() => {
  "use strict";

  const { say, send } = window.asking;

  const EVERY = 500;
  let watched = "";
  let seen = null;
  let shown = false; // whether the report that comes next was asked for here

  const byId = (id) => document.getElementById(id);
  const token = () => new URLSearchParams(location.search).get("check") || "";

  function progress(words) {
    const line = byId("draft-progress");
    if (!line) return;
    line.textContent = words;
    line.hidden = !words;
  }

  // Show another view of this page, as if a link to it had been followed.
  function follow(address) {
    const link = document.createElement("a");
    link.href = address;
    byId("draft-guard").append(link);
    link.click();
    link.remove();
  }

  async function begin(manner) {
    const field = byId("draft-text");
    const panel = byId("draft-guard");
    panel.replaceChildren();
    progress("Reading the draft.");
    const answer = await send("/draft/text", { text: field.value, manner }, byId("draft-fault"));
    if (!answer) { progress(""); field.focus(); return; }
    if (answer.html) {
      progress("");
      panel.innerHTML = answer.html; // made by this app's own templates, where everything is escaped
      say(answer.said);
      byId("draft-guard-heading").focus();
      return;
    }
    if (answer.text !== undefined) field.value = answer.text;
    document.querySelector("[data-draft-forget]").hidden = false;
    watch(answer.check, answer.address);
  }

  // Say how far a check is until it is done; then its report is shown.
  async function watch(check, address) {
    watched = check;
    while (watched === check) {
      const answer = await send("/draft/state", { check }, byId("draft-fault"));
      if (watched !== check) return;
      if (!answer || answer.state !== "running") {
        watched = "";
        progress("");
        if (answer && answer.state === "done") { shown = true; follow(address); }
        else if (answer) byId("draft-fault").textContent = answer.said;
        return;
      }
      progress(answer.said);
      await new Promise((done) => setTimeout(done, EVERY));
    }
  }

  async function forget() {
    watched = "";
    byId("draft-text").value = "";
    byId("draft-guard").replaceChildren();
    progress("");
    await send("/draft/forget", { check: token() });
    document.querySelector("[data-draft-forget]").hidden = true;
    follow("/draft");
    say("The draft is forgotten.");
  }

  async function take(file) {
    const field = byId("draft-text");
    progress("Reading the file.");
    const answer = await window.textOfFile(file);
    progress("");
    byId("draft-fault").textContent = answer.fault || "";
    if (answer.fault) return;
    field.value = answer.text;
    progress(answer.said);
    field.focus();
  }

  async function away(button) {
    say("Making the document.");
    const answer = await send("/draft/export", { check: token(), ending: button.dataset.draftExport }, byId("draft-export-fault"));
    if (!answer) return;
    say(answer.said);
    location.assign(answer.file);
  }

  // The report: which verdicts are shown, and steps from one sentence to the next

  const items = () => [...document.querySelectorAll("#draft-list > li[data-verdict]")];

  function hidden() {
    return new Set((new URLSearchParams(location.search).get("hide") || "").split(",").filter(Boolean));
  }

  function filter(off, told) {
    const all = items();
    all.forEach((item) => { item.hidden = off.has(item.dataset.verdict); });
    document.querySelectorAll("#draft-filter input").forEach((box) => { box.checked = !off.has(box.value); });
    const left = all.filter((item) => !item.hidden).length;
    byId("draft-shown").textContent = off.size ? `${left} of ${all.length} sentences shown.` : "";
    if (told) say(`${left} of ${all.length} sentences shown.`);
  }

  function chosen() {
    const off = new Set([...document.querySelectorAll("#draft-filter input:not(:checked)")].map((box) => box.value));
    const given = new URLSearchParams(location.search);
    given.delete("hide");
    if (off.size) given.set("hide", [...off].join(","));
    history.replaceState(history.state, "", location.pathname + "?" + given);
    filter(off, true);
  }

  function step(from, by) {
    const open = items().filter((item) => !item.hidden);
    const to = open[open.indexOf(from) + by];
    if (!to) { say(by > 0 ? "This is the last sentence shown." : "This is the first sentence shown."); return; }
    to.querySelector("h3").focus();
    to.scrollIntoView({ block: "start" });
  }

  document.addEventListener("submit", (event) => {
    if (event.target.id === "draft-form") { event.preventDefault(); begin("ask"); }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { draftManner, draftExport } = button.dataset;
    if (draftManner === "edit") { byId("draft-guard").replaceChildren(); byId("draft-text").focus(); }
    else if (draftManner) begin(draftManner);
    else if (draftExport) away(button);
    else if (button.hasAttribute("data-draft-forget")) forget();
    else if (button.dataset.step) step(button.closest("li"), Number(button.dataset.step));
  });

  document.addEventListener("keydown", (event) => {
    const item = event.target.closest("#draft-list > li[data-verdict]");
    if (!item || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    if (event.key === "n") step(item, 1);
    else if (event.key === "p") step(item, -1);
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "draft-file" && event.target.files[0]) { take(event.target.files[0]); event.target.value = ""; }
    if (event.target.closest("#draft-filter")) chosen();
  });

  document.addEventListener("dragover", (event) => { if (event.target.id === "draft-text") event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    const file = event.target.id === "draft-text" && event.dataTransfer.files[0];
    if (file) { event.preventDefault(); take(file); }
  });

  // A view has arrived: filter it as the address says, or go on watching a check that the address names.
  function arrived(view) {
    if (view.dataset.turn === seen) return;
    seen = view.dataset.turn;
    const forgets = document.querySelector("[data-draft-forget]");
    if (forgets && view.dataset.check) forgets.hidden = false;
    if (byId("draft-list")) {
      filter(hidden(), false);
      if (shown) { shown = false; byId("results-heading").focus(); }
    } else if (view.dataset.check && view.dataset.check !== watched) watch(view.dataset.check, view.dataset.address);
  }

  new MutationObserver(() => {
    const view = document.querySelector("article.draft[data-turn]");
    if (view) arrived(view);
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-turn"] });
})();
