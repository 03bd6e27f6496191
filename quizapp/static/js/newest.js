// When this tab comes to the front again: asks how the question stands now, because another
// device may have answered it, and sets the countdown right after the machine has slept.

import { newest, outbox, sequence } from "./autosave.js";
import { setRemaining } from "./timer.js";

const form = document.getElementById("answer");

async function look() {
  if (document.visibilityState !== "visible" || !(await outbox.flush())) return;
  const response = await fetch(form.getAttribute("action"), {
    headers: { Accept: "application/json" },
    redirect: "manual",
  });
  if (!response.ok) return;
  const now = await response.json();
  if (now.submitted) newest("This attempt has been submitted.");
  else if (now.sequence > sequence) {
    newest("This question was answered elsewhere: showing the newest.");
  } else if (now.remaining !== null) setRemaining(now.remaining);
}

const lookQuietly = () => look().catch(() => {});
document.addEventListener("visibilitychange", lookQuietly);
addEventListener("online", lookQuietly);
addEventListener("pageshow", (event) => {
  // A page kept for the Back button is as old as the moment it was left.
  if (event.persisted) location.reload();
});
