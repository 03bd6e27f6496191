// Moves on to another question only once the answer has arrived, and stays while offline: the
// browser's own error page would take the question, and with it the student's place, away.

import { notice } from "./announce.js";
import { outbox } from "./autosave.js";

const OFFLINE = "You are not connected. Your answers are kept on this device and sent as soon as you are; then you can move on.";
const form = document.getElementById("answer");

export async function arrived() {
  if (navigator.onLine && (await outbox.flush())) return true;
  notice(OFFLINE);
  return false;
}

export async function go(href) {
  if (await arrived()) location.assign(href);
}

let passing = false;
form.addEventListener("submit", async (event) => {
  if (passing || event.defaultPrevented) return;
  event.preventDefault();
  const where = event.submitter?.name === "go" ? event.submitter.value : "";
  if (where === "submit") {
    await go(form.dataset.end);
  } else if (/^\d+$/.test(where) && where !== form.dataset.position) {
    await go(form.dataset.beside + where);
  } else if (where === "check" && (await arrived())) {
    passing = true;
    // Not at once: while this event is still being handled, a browser ignores another submit.
    const { submitter } = event;
    setTimeout(() => form.requestSubmit(submitter));
  }
});
