// A person decides on tags and facts: sends each decision to this app alone, and puts what then stands in its place.
(() => {
  "use strict";

  const { say } = window.asking;

  const NAME = "commonthread-decider";

  const remembered = () => { try { return localStorage.getItem(NAME) || ""; } catch { return ""; } };

  // Send a decision; what went wrong is said beside the buttons.
  async function send(address, decision, place) {
    const answer = await window.asking.send(address, { ...decision, by: remembered() }, place.querySelector(".fault"));
    if (answer) say(answer.said);
    return answer;
  }

  function built(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content.firstElementChild;
  }

  // Tags on the Review page

  async function decideTag(block, about, term, act) {
    const answer = await send("/decide/tag", { passage: block.dataset.passage, about, term, act }, block);
    if (!answer) return;
    const fresh = built(answer.html);
    block.replaceWith(fresh);
    const chip = fresh.querySelector(`[data-about="${CSS.escape(about)}"][data-term="${CSS.escape(term)}"] summary`);
    (chip || fresh.querySelector(".add summary")).focus();
  }

  function offerTerms(part) {
    const form = document.getElementById("add-form");
    if (part.open && form && !part.querySelector("form")) part.append(form.content.cloneNode(true));
    if (part.open) part.querySelector("select").focus();
  }

  // Facts on the Review page

  async function decideFact(form, value) {
    const decision = { review: form.dataset.review, name: form.dataset.fact };
    if (value !== null) decision.value = value;
    const answer = await send("/decide/fact", decision, form);
    if (!answer) return;
    const facts = document.getElementById("facts");
    const name = CSS.escape(form.dataset.fact);
    facts.replaceWith(built(answer.html));
    document.getElementById("results-heading").textContent = answer.title;
    document.getElementById("facts-line").textContent = answer.line;
    const row = document.querySelector(`#facts [data-fact-row="${name}"]`);
    const fold = row.closest("details.unstated");
    if (fold) fold.open = true;
    row.querySelector("summary").focus();
  }

  function written(form) {
    const boxes = form.querySelectorAll("input[type=checkbox]");
    if (!boxes.length) return form.elements.value.value;
    return [...boxes].filter((box) => box.checked).map((box) => box.value).join(", ") || "not stated";
  }

  // Doubts on the page of what is to be reviewed

  async function settle(doubt, button) {
    const { queuePassage: passage, queueReview: review, about, term, fact } = doubt.dataset;
    const undo = button.hasAttribute("data-undo");
    let answer;
    if (passage) answer = await send("/decide/tag", { passage, about, term, act: undo ? "undo" : button.dataset.act }, doubt);
    else answer = await send("/decide/fact", undo ? { review, name: fact } : { review, name: fact, value: button.dataset.value }, doubt);
    if (!answer) return;
    doubt.querySelector("[data-choice]").hidden = !undo;
    doubt.querySelector(".settled").hidden = undo;
    doubt.querySelector("[data-said]").textContent = undo ? "" : answer.said;
    doubt.querySelector(undo ? "[data-choice] button" : ".settled button").focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const doubt = button.closest(".doubt");
    if (doubt) { settle(doubt, button); return; }
    const chip = button.closest("li.chip");
    const block = button.closest(".tags");
    if (block && chip && button.dataset.act) { decideTag(block, chip.dataset.about, chip.dataset.term, button.dataset.act); return; }
    const form = button.closest("form[data-fact]");
    if (form && button.dataset.value) decideFact(form, button.dataset.value);
    if (form && button.hasAttribute("data-undo")) decideFact(form, null);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form[data-fact]")) { event.preventDefault(); decideFact(form, written(form)); }
    if (form.closest(".add")) {
      event.preventDefault();
      const [about, term] = form.elements.term.value.split(":");
      decideTag(form.closest(".tags"), about, term, "add");
    }
  });

  document.addEventListener("toggle", (event) => {
    if (event.target.matches && event.target.matches("details.add")) offerTerms(event.target);
    if (event.target.matches && event.target.matches("details.decider") && event.target.open) {
      const field = event.target.querySelector("input");
      field.value = remembered() || field.dataset.default;
    }
  }, true);

  // Whose decisions they are

  function name() {
    const kept = remembered();
    document.querySelectorAll("[data-who]").forEach((place) => { if (kept && place.textContent !== kept) place.textContent = kept; });
  }

  document.addEventListener("change", (event) => {
    if (event.target.id !== "decider") return;
    const given = event.target.value.trim();
    try { if (given) localStorage.setItem(NAME, given); else localStorage.removeItem(NAME); } catch { /* not remembered, then */ }
    document.querySelectorAll("[data-who]").forEach((place) => { place.textContent = given || event.target.dataset.default; });
    say("Decisions are kept under the name " + (given || event.target.dataset.default));
  });

  // The words of a tag: its chip, when pointed at or focused, says them and marks them in the passage

  let told = null;

  function tell(chip) {
    if (chip === told) return;
    hush();
    told = chip;
    if (!chip) return;
    chip.classList.add("telling");
    const key = chip.dataset.about + ":" + chip.dataset.term;
    const passage = chip.closest(".para");
    if (passage && chip.dataset.term) {
      passage.querySelectorAll(".tagged").forEach((piece) => piece.classList.toggle("lit", piece.dataset.keys.split(" ").includes(key)));
    }
    const tip = chip.querySelector(".tip");
    if (!tip) return;
    tip.style.left = "0";
    const over = tip.getBoundingClientRect().right - document.documentElement.clientWidth + 12;
    if (over > 0) tip.style.left = `${-over}px`;
  }

  function hush() {
    if (!told) return;
    told.classList.remove("telling");
    document.querySelectorAll(".tagged.lit").forEach((piece) => piece.classList.remove("lit"));
    told = null;
  }

  document.addEventListener("mouseover", (event) => {
    const chip = event.target.closest && event.target.closest("li.chip");
    if (chip) tell(chip);
    else if (told && !told.contains(document.activeElement)) hush();
  });
  document.addEventListener("focusin", (event) => {
    const chip = event.target.closest("li.chip");
    if (chip) tell(chip); else hush();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest && event.target.closest("li.chip details[open], details.add[open], details.correct[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
    hush();
  });

  new MutationObserver(name).observe(document.documentElement, { childList: true, subtree: true });
})();
