// What the scripts of all pages need: a word to screen readers, and a question to this app, the only one that is ever asked.
window.asking = (() => {
  "use strict";

  const SILENCE = "There is no answer. If the app was stopped, start it again and reload this page.";

  function say(words) {
    const live = document.getElementById("announcer");
    if (live) live.textContent = words;
  }

  // The answer to what is posted, or { fault } with the reason in words.
  async function posted(address, headers, body) {
    try {
      const reply = await fetch(address, { method: "POST", headers, body, cache: "no-store" });
      const answer = await reply.json();
      return reply.ok ? answer : { fault: answer.said };
    } catch {
      return { fault: SILENCE };
    }
  }

  // The answer to a record; nothing where it went wrong, which is then said in words at "fault".
  async function send(address, given, fault) {
    if (fault) fault.textContent = "";
    const answer = await posted(address, { "content-type": "application/json" }, JSON.stringify(given));
    if (!answer.fault) return answer;
    if (fault) fault.textContent = answer.fault;
    return null;
  }

  return { say, posted, send };
})();
