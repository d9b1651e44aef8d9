// Scope a review, and shortlists: a pasted text goes to this app alone, in the body of a request, and into no address.
(() => {
  "use strict";

  const { say, send } = window.asking;

  const LIST = "commonthread-shortlist";
  let keep = null;
  let order = [];
  let turn = null;

  const remembered = () => { try { return localStorage.getItem(LIST) || ""; } catch { return ""; } };

  // A line under the box that says what is being done, or was.
  function told(words) {
    document.getElementById("paste-said").textContent = words;
    if (words) say(words);
  }

  // Show another view of this page, as if a link to it had been followed.
  function follow(address, focus) {
    keep = focus;
    const link = document.createElement("a");
    link.href = address;
    document.getElementById("guard").append(link);
    link.click();
    link.remove();
  }

  // The text: checked first, then compared

  async function check(manner) {
    const field = document.getElementById("case-text");
    const fault = document.getElementById("paste-fault");
    const panel = document.getElementById("guard");
    panel.replaceChildren();
    told("");
    const late = setTimeout(() => told("Reading the text. A long one takes some seconds."), 700);
    const answer = await send("/scope/text", { text: field.value, manner, address: location.pathname + location.search }, fault);
    clearTimeout(late);
    told("");
    if (!answer) { field.focus(); return; }
    if (answer.html) {
      panel.innerHTML = answer.html; // made by this app's own templates, where everything is escaped
      say(answer.said);
      document.getElementById("guard-heading").focus({ preventScroll: true });
      panel.scrollIntoView({ block: innerHeight < panel.offsetHeight ? "start" : "nearest" });
      return;
    }
    if (answer.text !== undefined) field.value = answer.text;
    document.querySelector("[data-forget]").hidden = false;
    follow(answer.address, "step-read");
  }

  async function forget() {
    const token = new URLSearchParams(location.search).get("case") || "";
    document.getElementById("case-text").value = "";
    document.getElementById("guard").replaceChildren();
    told("");
    await send("/scope/forget", { case: token });
    document.querySelector("[data-forget]").hidden = true;
    follow("/scope", "case-text");
    say("The text is forgotten.");
  }

  // A file's text goes into the box, to be checked like a pasted one; what was chosen is forgotten at once.
  async function dropped(file) {
    const fault = document.getElementById("paste-fault");
    const field = document.getElementById("case-text");
    fault.textContent = "";
    document.getElementById("guard").replaceChildren();
    told("Reading the file.");
    const answer = await window.textOfFile(file);
    document.getElementById("case-file").value = "";
    told(answer.fault ? "" : `${answer.said} Check it, then compare.`);
    if (answer.fault) fault.textContent = answer.fault;
    else field.value = answer.text;
    field.focus();
  }

  // Notes and shortlists

  async function make(button) {
    const fault = document.getElementById("note-fault");
    say("Making the note.");
    const answer = await send("/scope/note", { address: location.pathname + location.search, ending: button.dataset.note }, fault);
    if (!answer) return;
    say(answer.said);
    location.assign(answer.address);
  }

  async function shortlist(button) {
    const { shortlist: item, kind } = button.dataset;
    const answer = await send("/shortlist/change", { act: "add", name: remembered(), item, kind });
    const said = answer ? answer.said : "It could not be added.";
    say(said);
    const line = button.parentElement.querySelector(".added") || document.createElement("span");
    line.className = "added note";
    line.textContent = said;
    button.after(line);
  }

  async function change(form, submitter) {
    const given = Object.fromEntries(new FormData(form));
    if (submitter && submitter.name) given[submitter.name] = submitter.value;
    const fault = document.getElementById("shortlist-fault");
    const answer = await send("/shortlist/change", given, fault);
    if (!answer) return;
    if (answer.file) { say(answer.said); location.assign(answer.file); return; }
    if (answer.name) { try { localStorage.setItem(LIST, answer.name); } catch { /* not remembered, then */ } }
    const link = document.createElement("a");
    link.href = answer.address;
    keep = submitter && submitter.id ? submitter.id : form.dataset.focus || "results-heading";
    form.append(link);
    link.click();
    link.remove();
    setTimeout(() => say(answer.said), 400);
  }

  document.addEventListener("submit", (event) => {
    if (event.target.id === "paste") { event.preventDefault(); check("ask"); }
    if (event.target.matches("form[data-shortlist-form]")) { event.preventDefault(); change(event.target, event.submitter); }
  });

  document.addEventListener("click", (event) => {
    const kept = event.target.closest("[data-keep]");
    if (kept) keep = kept.dataset.keep;
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.manner === "edit") {
      document.getElementById("guard").replaceChildren();
      document.getElementById("case-text").focus();
    } else if (button.dataset.manner) check(button.dataset.manner);
    else if (button.hasAttribute("data-forget")) forget();
    else if (button.dataset.note) make(button);
    else if (button.dataset.shortlist) shortlist(button);
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.id === "case-file" && field.files[0]) dropped(field.files[0]);
    if (!field.matches("[data-now]")) return;
    keep = field.id;
    field.form.requestSubmit();
  });

  // A file may fall anywhere on the page: the browser would otherwise open it and leave.
  const files = (event) => document.getElementById("case-text") && event.dataTransfer && event.dataTransfer.types.includes("Files");
  document.addEventListener("dragover", (event) => { if (files(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    if (event.dataTransfer.files.length > 1) {
      document.getElementById("paste-fault").textContent = "One file at a time: a case is one text. Nothing was read.";
    } else if (event.dataTransfer.files[0]) dropped(event.dataTransfer.files[0]);
  });

  // The forms above the view keep the reviews that were chosen before there was a case.
  function carry() {
    const chosen = new URLSearchParams(location.search).getAll("use");
    document.querySelectorAll(".scope-ask form[data-here]").forEach((form) => {
      form.querySelectorAll("[data-carried]").forEach((field) => field.remove());
      chosen.forEach((review) => {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name: "use", value: review });
        field.dataset.carried = "";
        form.append(field);
      });
    });
  }

  // A new view has come: focus goes back to where the change was made, and a changed order is said.
  function arrived(view) {
    if (view.dataset.turn === turn) return;
    turn = view.dataset.turn;
    const forgettable = document.querySelector("[data-forget]");
    if (forgettable) forgettable.hidden = !new URLSearchParams(location.search).get("case");
    carry();
    const now = [...document.querySelectorAll(".scope .found > li")].map((item) => item.dataset.review);
    const line = document.getElementById("moved");
    const shared = now.filter((review) => order.includes(review));
    const before = order.filter((review) => now.includes(review));
    if (line && order.length && now.length) {
      const moved = now[0] !== order[0] || shared.some((review, place) => review !== before[place]) || now.some((review) => !order.includes(review));
      const first = document.querySelector(".scope .found h3").textContent;
      line.textContent = moved ? `The order has changed. Nearest now: ${first}.` : "The order has not changed.";
      say(line.textContent);
    }
    if (now.length) order = now;
    const target = keep && document.getElementById(keep);
    keep = null;
    if (target) {
      target.focus({ preventScroll: true });
      const { top, bottom } = target.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) target.scrollIntoView({ block: "center" });
    }
  }

  new MutationObserver(() => {
    const view = document.querySelector("[data-turn]");
    if (view) arrived(view);
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-turn"] });
})();
