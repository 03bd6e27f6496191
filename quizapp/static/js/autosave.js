// Saves every change of the answer at once and says so: Saved, Saving…, or Not saved yet.

import { announce, notice, noticeOnNextPage, showNoticeFromLastPage } from "./announce.js";
import { Outbox } from "./outbox.js";
import * as unsent from "./unsent.js";

const TYPING_MS = 600;
const SIGNED_OUT = "You are signed out. Your answers are kept on this device: sign in again in another tab, and they are sent.";

const form = document.getElementById("answer");
const pill = document.getElementById("saved");
const { attempt, position } = form.dataset;
const inputs = form.querySelector("fieldset.question");

export let sequence = Number(form.dataset.sequence);
export const outbox = new Outbox(attempt, told);

function fields() {
  const mine = [...new FormData(form)].filter(([name]) => !["csrf_token", "sequence", "go"].includes(name));
  return mine.map(([name, value]) => [name, String(value)]);
}

function show(state) {
  const words = {
    saved: ["good", "✓ Saved"],
    saving: ["", "Saving…"],
    waiting: ["warn", "Not saved yet, retrying"],
  };
  const [shape, text] = words[state];
  pill.className = `pill ${shape}`;
  pill.textContent = text;
  pill.dataset.state = state;
  pill.hidden = false;
}

function count(number) {
  sequence = number;
  // Were the page sent as a form after all, it would count on from here.
  form.elements.sequence.value = number + 1;
}

let typing;
export function changed(wait = 0) {
  count(sequence + 1);
  unsent.put(attempt, position, { url: form.getAttribute("action"), sequence, fields: fields() });
  show(pill.dataset.state === "waiting" ? "waiting" : "saving");
  clearTimeout(typing);
  typing = setTimeout(() => outbox.hurry(), wait);
}

function told(reply, where, entry) {
  const here = where === position;
  if (reply.outcome === "saved") mark(where, reply.state);
  if (reply.outcome === "invalid" && here) notice(reply.message);
  else if (reply.outcome === "elsewhere" && here) newest(reply.message);
  else if (reply.outcome === "refused") {
    unsent.clear(attempt);
    newest(reply.message);
  } else if (reply.outcome === "signed out") notice(SIGNED_OUT);
  else if (reply.outcome === "saved" && here && entry.sequence === sequence) notice();
  const waiting = ["unreached", "slower", "signed out"].includes(reply.outcome);
  if (waiting) {
    if (pill.dataset.state !== "waiting") announce("Not saved yet. Your answer is kept on this device.");
    show("waiting");
  } else if (outbox.isEmpty && reply.outcome === "saved") {
    if (pill.dataset.state === "waiting") announce("Saved.");
    show("saved");
  }
}

// Show what the server has, with the reason why it is not what was on this page.
export function newest(reason) {
  noticeOnNextPage(reason);
  location.reload();
}

function mark(where, state) {
  const button = form.querySelector(`.nav [value="${where}"]`);
  if (!button) return;
  button.querySelector(".state").textContent = state;
  for (const name of ["answered", "unfinished", "unanswered", "done"]) button.classList.remove(name);
  button.classList.add(state);
  button.classList.toggle("done", state === "answered");
}

// Put back what was chosen on this device and has not reached the server.
function restore(entry) {
  const sent = new Map();
  for (const [name, value] of entry.fields) sent.set(name, [...(sent.get(name) ?? []), value]);
  for (const input of inputs.querySelectorAll("input, select, textarea")) {
    const values = sent.get(input.name) ?? [];
    if (["radio", "checkbox"].includes(input.type)) input.checked = values.includes(input.value);
    else input.value = values[0] ?? "";
  }
}

if (inputs) {
  const kept = unsent.get(attempt, position);
  if (kept && kept.sequence > sequence) {
    restore(kept);
    count(kept.sequence);
    show("saving");
  }
  inputs.addEventListener("change", (event) => {
    if (event.target.name && event.target.tagName !== "TEXTAREA") changed();
  });
  inputs.addEventListener("input", (event) => {
    if (event.target.tagName === "TEXTAREA") changed(TYPING_MS);
  });
  const clearing = document.getElementById("clear");
  clearing.hidden = false;
  clearing.addEventListener("click", () => {
    restore({ fields: [] });
    inputs.dispatchEvent(new Event("cleared"));
    changed();
  });
}

addEventListener("pagehide", () => {
  if (!outbox.isEmpty) outbox.flush({ keepalive: true });
});
addEventListener("beforeunload", (event) => {
  if (!outbox.isEmpty) event.preventDefault();
});
showNoticeFromLastPage();
outbox.flush();
