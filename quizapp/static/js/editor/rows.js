// The arrows, crosses and plus of the editor, and waiving a rule, work without leaving the page: the
// server makes the same page as without this script, and only the rows of it are put in place.

const form = document.getElementById("editor");

const parts = () => ["rows", "waivers"].map((id) => document.getElementById(id));

// Where to go on: the same button on the row that moved, or the first field of a new row.
function next(action, rows) {
  const [verb, list, place] = action.split(":");
  if (verb === "waive") return rows.querySelector("#f-waive .entry:last-child input");
  if (verb === "add") return rows.querySelector(`#f-${list} .entry:last-child :is(textarea, input, select)`);
  const at = Number(place) + { up: -1, down: 1, remove: 0 }[verb];
  const button = (word) => rows.querySelector(`button[value="${word}:${list}:${at}"]:enabled`);
  return button(verb) ?? button("up") ?? button("down") ?? rows.querySelector(`button[value="add:${list}"]`);
}

async function act(button) {
  const data = new FormData(form);
  data.set("do", button.value);
  // What is about to be replaced takes neither clicks nor typing, which would be lost with it.
  for (const part of parts()) part.inert = true;
  const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(data) });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of parts()) part.replaceWith(page.getElementById(part.id));
  next(button.value, form)?.focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || !/^(add|remove|up|down|waive):/.test(button.value)) return;
  event.preventDefault();
  if (parts()[0].inert) return;
  act(button).catch(() => {
    // Without an answer, go the way the page goes without this script.
    const plain = document.createElement("input");
    Object.assign(plain, { type: "hidden", name: "do", value: button.value });
    form.append(plain);
    form.submit();
  });
});
