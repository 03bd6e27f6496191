// What the terms of an assignment mean, kept in step with the form.

const PAUSE_MS = 500;
const form = document.getElementById("terms");
let timer = 0;
let newest = 0;

async function show() {
  const turn = ++newest;
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "preview");
  const response = await fetch(form.action, { method: "POST", body });
  if (!response.ok || turn !== newest) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const summary = page.getElementById("summary");
  if (summary) document.getElementById("summary").replaceWith(summary);
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  // Offline or busy, the summary stays as it is until the next change.
  timer = setTimeout(() => show().catch(() => {}), PAUSE_MS);
});
