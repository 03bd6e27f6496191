// The question as students will see it, and what the rules find, kept in step with the typing.

const PAUSE_MS = 600;
const form = document.getElementById("editor");
const pane = document.getElementById("preview");
let timer = 0;
let newest = 0;

// What the rules find stands in the pane and, in the same words, beside the field it is about.
function spread() {
  for (const place of form.querySelectorAll("[data-found]")) place.replaceChildren();
  for (const item of pane.querySelectorAll("[data-at]")) {
    const place = form.querySelector(`[data-found="${item.dataset.at}"]`);
    place?.append(item.querySelector(".finding").cloneNode(true));
  }
}

async function show() {
  const turn = ++newest;
  const body = new URLSearchParams(new FormData(form));
  const response = await fetch(form.dataset.preview, { method: "POST", body });
  if (!response.ok || turn !== newest) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  pane.replaceChildren(...page.body.childNodes);
  spread();
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  // Offline or busy, the pane stays as it is until the next pause.
  timer = setTimeout(() => show().catch(() => {}), PAUSE_MS);
});
