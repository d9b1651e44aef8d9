// What the pages need beside Gradio: addresses, focus, announcements, the "/" key. No library, no request of its own (asking.js makes those).
(() => {
  "use strict";

  const { say } = window.asking;

  const seen = new Set();
  let waits = [];
  let asked = ""; // where focus goes once the view that a form asked for is there

  const box = () => document.querySelector("#address textarea, #address input");
  const here = () => location.pathname + location.search;

  // Ask the page's server part to show an address, without loading the page again.
  function go(address) {
    const field = box();
    if (!field) { location.assign(address); return; }
    working();
    field.value = address + "#" + Date.now();
    field.dispatchEvent(new Event("input", { bubbles: true })); // Gradio hears of it as a change of the box
  }

  function working() {
    done();
    waits = [
      setTimeout(() => tell("Searching. The first search takes a few seconds."), 700),
      setTimeout(() => tell("There is no answer yet. If the app was stopped, start it again and reload this page."), 20000),
    ];
  }

  function tell(words) {
    const line = document.getElementById("working");
    if (line) { line.textContent = words; line.hidden = false; }
    say(words);
  }

  function done() {
    waits.forEach(clearTimeout);
    const line = document.getElementById("working");
    if (line) line.hidden = true;
  }

  // A new view has arrived: put its address in the bar, announce it, and move focus where the change is.
  function arrived(view) {
    const { turn, from, address, title, announce } = view.dataset;
    const key = location.pathname + turn + from;
    if (seen.has(key)) return;
    seen.add(key);
    done();
    if (matchMedia("(max-width: 760px)").matches) {
      view.querySelectorAll(".outline details[open]").forEach((part) => part.removeAttribute("open"));
    }
    if (address && (from === "search" || from === "filter" || from === "clear") && address !== here()) {
      history.pushState({}, "", address);
    }
    if (title) document.title = title + " – Common Thread";
    if (announce) say(announce);
    if (from === "search") focusOn(document.getElementById("results-heading"));
    if (from === "load" || from === "address") settle(from);
    showMark();
    showPlace();
  }

  // After an opened link or a step in the history: back to where the reader was, or to the passage of the address.
  function settle(from) {
    const kept = history.state && history.state.at;
    const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const left = history.state && history.state.on && document.getElementById(history.state.on);
    const target = named || document.querySelector(".para.chosen");
    if (asked) { focusOn(document.getElementById(asked) || document.getElementById("counted")); asked = ""; return; }
    if (typeof kept !== "number" && named && "focus" in named.dataset) { focusOn(named); return; }
    if (typeof kept === "number" && left) left.focus({ preventScroll: true });
    if (typeof kept === "number") requestAnimationFrame(() => window.scrollTo(0, kept));
    else if (target && !inView(target)) target.scrollIntoView({ block: "center" });
    else if (!target && from === "address" && document.querySelector("#found")) window.scrollTo(0, 0);
  }

  // A marked passage far down a long page text: bring it up inside its own panel.
  function showMark() {
    const panel = document.querySelector(".page-panel");
    const mark = panel && panel.querySelector(".page-only mark");
    if (panel) panel.scrollTop = mark ? mark.getBoundingClientRect().top - panel.getBoundingClientRect().top + panel.scrollTop - 90 : 0;
  }

  // In a long outline, the headings of the part that is open stand in view.
  function showPlace() {
    const outline = document.querySelector(".outline");
    const place = outline && outline.querySelector("li.here");
    if (place) outline.scrollTop += place.getBoundingClientRect().top - outline.getBoundingClientRect().top - 90;
  }

  function inView(element) {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }

  function focusOn(element) {
    if (!element) return;
    element.focus({ preventScroll: true });
    if (!inView(element)) element.scrollIntoView({ block: "start" });
  }

  // Gradio leaves some names and groups unsaid; say them once the parts are there.
  function dress() {
    const main = document.querySelector("main.contain");
    if (main && main.id !== "content") { main.id = "content"; main.tabIndex = -1; }
    document.querySelectorAll(".html-container").forEach((part) => part.classList.add("ct"));
    document.querySelectorAll("fieldset.block").forEach((set) => {
      const name = set.querySelector("[data-testid='block-info']");
      if (name && !set.hasAttribute("aria-labelledby")) {
        name.id = set.id + "-legend";
        set.setAttribute("aria-labelledby", name.id);
      }
    });
    document.querySelectorAll("#within input[type=radio]").forEach((radio) => { radio.name = "within"; });
    document.querySelectorAll("input[title]").forEach((input) => input.removeAttribute("title"));
    const fold = document.getElementById("fold");
    if (fold && !fold.hasAttribute("aria-expanded")) fold.setAttribute("aria-expanded", "false");
  }

  function followed(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const to = new URL(link.href, location.href);
    if (link.classList.contains("skip")) {
      event.preventDefault();
      focusOn(document.getElementById("content"));
      return;
    }
    if (to.hash && to.pathname + to.search === here() && document.getElementById(to.hash.slice(1))) {
      event.preventDefault();
      focusOn(document.getElementById(to.hash.slice(1)));
      return;
    }
    history.replaceState({ ...history.state, at: scrollY, on: link.id }, "");
    if (to.origin !== location.origin || to.pathname !== location.pathname || !link.closest(".ct") || !box()) return;
    event.preventDefault();
    history.pushState({}, "", to.pathname + to.search + to.hash);
    asked = link.dataset.then || "";
    go(to.pathname + to.search);
  }

  async function copy(button) {
    const address = new URL(button.dataset.copy, location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      button.textContent = "Link copied";
      say("Link copied");
    } catch {
      button.textContent = "Copy it from the address bar";
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) { copy(button); return; }
    const fold = event.target.closest("#fold");
    if (fold) {
      const open = document.body.classList.toggle("filters-open");
      fold.setAttribute("aria-expanded", String(open));
      return;
    }
    if (event.target.closest("#go")) working();
    followed(event);
  });

  // A form that asks this page for another view of itself: its values become the address.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-here]");
    if (!form || !box()) return;
    event.preventDefault();
    const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    const to = new URL(form.action).pathname + (given.size ? "?" + given : "");
    history.pushState({}, "", to);
    asked = form.dataset.then || "counted";
    go(to);
  });

  document.addEventListener("keydown", (event) => {
    const field = document.querySelector("#query textarea, #query input");
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (event.key === "/" && field && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field.focus();
      field.select();
    }
    if (event.key === "Enter" && event.target === field) working();
    if (event.key === "Escape" && !typing && event.target.closest(".opened")) {
      focusOn(document.querySelector(".themes a[aria-current]"));
    }
  });

  addEventListener("popstate", () => go(here()));
  addEventListener("pagehide", () => history.replaceState({ ...history.state, at: scrollY }, ""));
  if ("scrollRestoration" in history) history.scrollRestoration = "manual";

  new MutationObserver(() => {
    dress();
    document.querySelectorAll("[data-turn]").forEach(arrived);
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-turn"] });
})();
