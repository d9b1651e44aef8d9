// A file dropped on a page, or chosen: its bytes go to this app alone, which reads them in memory and gives the text back.
(() => {
  "use strict";

  const MOST = 20000000;

  // The text of a file and a line that says what was read of it: { text, said }, or { fault } with the reason in words.
  window.textOfFile = async (file) => {
    if (file.size > MOST) return { fault: "The file is larger than 20 MB, more than is read from a page. Nothing was kept." };
    const name = encodeURIComponent(file.name.slice(-100));
    return window.asking.posted("/dropped", { "content-type": "application/octet-stream", "x-file-name": name }, file);
  };
})();
