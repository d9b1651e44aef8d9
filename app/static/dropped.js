// A file dropped on a page, or chosen: its bytes go to this app alone, which reads them in memory and gives the text back.
(() => {
  "use strict";

  const MOST = 20000000;

  // The text of a file and a line that says what was read of it: { text, said }, or { fault } with the reason in words.
  window.textOfFile = async (file) => {
    if (file.size > MOST) return { fault: "The file is larger than 20 MB, more than is read from a page. Nothing was kept." };
    try {
      const reply = await fetch("/dropped", {
        method: "POST",
        headers: { "content-type": "application/octet-stream", "x-file-name": encodeURIComponent(file.name.slice(-100)) },
        body: file,
        cache: "no-store",
      });
      const answer = await reply.json();
      return reply.ok ? answer : { fault: answer.said };
    } catch {
      return { fault: "There is no answer. If the app was stopped, start it again and reload this page." };
    }
  };
})();
