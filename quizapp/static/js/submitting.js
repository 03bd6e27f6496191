// Before an attempt is submitted, every answer kept on this device has to have arrived.

import { notice } from "./announce.js";
import { Outbox } from "./outbox.js";
import * as unsent from "./unsent.js";

const form = document.getElementById("submit");
const { attempt } = form.dataset;

const outbox = new Outbox(attempt, (reply) => {
  if (reply.outcome === "saved" && unsent.all(attempt).length === 0) location.reload();
});

let passing = false;
form.addEventListener("submit", async (event) => {
  if (passing) return;
  event.preventDefault();
  if (navigator.onLine && (await outbox.flush())) {
    passing = true;
    unsent.clear(attempt);
    // Not at once: while this event is still being handled, a browser ignores another submit.
    setTimeout(() => form.requestSubmit());
  } else {
    notice("You are not connected. Your answers are kept on this device; submit again as soon as you are connected.");
  }
});
outbox.flush();
