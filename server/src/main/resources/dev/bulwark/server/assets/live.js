// Says what changed since the page was made. Touches nothing but its own line: no form, no focus.
const line = document.getElementById("news");

if (line !== null && globalThis.EventSource !== undefined) {
  const source = new EventSource(line.dataset.news);
  const made = line.textContent;
  let first = null;

  source.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    if (news.words === undefined) return;
    if (first === null) first = news.state;
    line.textContent = "As of " + news.asOf + ": " + news.words + ". ";
    line.classList.toggle("notice", news.state !== first);
    if (news.state !== first) {
      const again = document.createElement("a");
      again.href = location.href;
      again.textContent = "This page is older: show it as it is now";
      line.append(again);
    }
  });

  source.addEventListener("end", () => {
    source.close();
    line.textContent = made + " Your session has ended.";
  });
  addEventListener("pagehide", () => source.close());
}
