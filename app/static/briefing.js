// Briefing: what a person picks and orders becomes the page's address; focus stays where the change was made.
(() => {
  "use strict";

  const { say } = window.asking;

  let keep = "";
  let said = "";
  let turn = null;

  const page = () => document.querySelector("article.briefing");
  const items = () => [...page().querySelectorAll("[data-item]")];
  const part = (id) => items().find((item) => item.dataset.item === id)?.dataset.part;

  // What stands, in order: of the address, which is ahead of the page while an answer is under way, or of the page.
  function order() {
    const given = new URLSearchParams(location.search).getAll("use");
    if (!given.length) return items().filter((item) => item.dataset.place).map((item) => item.dataset.item);
    return given.filter((id) => part(id));
  }

  function show(use) {
    const now = new URLSearchParams(location.search);
    now.delete("use");
    now.delete("revision");
    (use.length ? use : ["none"]).forEach((id) => now.append("use", id));
    if (page().dataset.revision) now.set("revision", page().dataset.revision);
    const link = document.createElement("a");
    link.href = location.pathname + "?" + now;
    page().append(link);
    link.click();
    link.remove();
  }

  const beside = (use, id) => use.filter((other) => part(other) === part(id));

  function include(id, on) {
    let use = order().filter((other) => other !== id);
    const whole = (other) => part(other) === id; // the passages of a theme go with it
    if (on) {
      use.push(id);
      const own = beside(use, id);
      said = `Included in place ${own.length} of ${own.length}.`;
    } else {
      use = use.filter((other) => !whole(other));
      const left = use.filter((other) => part(other) === part(id)).length;
      said = left ? `Left out; ${left} remain here.` : "Left out; nothing remains here.";
    }
    keep = "in-" + id;
    show(use);
  }

  function move(id, by, button) {
    const use = order();
    const own = beside(use, id);
    const from = own.indexOf(id);
    const to = from + by;
    if (from < 0) return;
    if (to < 0 || to >= own.length) { say(by < 0 ? "It stands first already." : "It stands last already."); return; }
    const [first, second] = [use.indexOf(own[from]), use.indexOf(own[to])];
    [use[first], use[second]] = [use[second], use[first]];
    said = `Moved to place ${to + 1} of ${own.length}.`;
    keep = button.id;
    show(use);
  }

  document.addEventListener("change", (event) => {
    const box = event.target.closest("article.briefing [data-include]");
    if (box) include(box.dataset.include, box.checked);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("article.briefing [data-move]");
    if (button) move(button.closest("[data-item]").dataset.item, Number(button.dataset.move), button);
  });

  // A new view has come: focus goes back to where the change was made, and what was done is said.
  function arrived(view) {
    if (view.dataset.turn === turn) return;
    turn = view.dataset.turn;
    const target = keep && document.getElementById(keep);
    const length = document.getElementById("length");
    keep = "";
    if (!target) { said = ""; return; }
    target.focus({ preventScroll: true });
    const { top, bottom } = target.getBoundingClientRect();
    if (top < 60 || bottom > innerHeight) target.scrollIntoView({ block: "center" });
    const words = [said, length ? length.textContent : ""].join(" ");
    said = "";
    setTimeout(() => say(words), 100);
  }

  new MutationObserver(() => { const view = page(); if (view) arrived(view); })
    .observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-turn"] });
})();
