// Counts down from the seconds that the server sent (the clock of this device is never asked),
// warns twice, and submits at zero.

import { announce, notice } from "./announce.js";
import { recall, remember } from "./device.js";
import { all } from "./unsent.js";

const HIDDEN = "quiz.timer-hidden";
const WARNINGS = [
  [300, "5 minutes left."],
  [60, "1 minute left."],
];
const AGAIN_MS = 3000;

const pill = document.getElementById("timer");
const form = document.getElementById("answer") ?? document.getElementById("submit");
let ends = 0;
let said = Infinity;
let over = false;

const left = () => (ends - performance.now()) / 1000;

export function setRemaining(seconds) {
  ends = performance.now() + seconds * 1000;
}

function words(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  const pad = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return (hours ? `${hours}:${pad(minutes)}` : minutes) + `:${pad(whole % 60)}`;
}

function warn(seconds) {
  for (const [at, text] of WARNINGS) {
    if (seconds <= at && said > at) {
      said = at;
      if (seconds > at - 30) {
        announce(text);
        notice(text);
      }
    }
  }
}

async function submit() {
  const { attempt } = form.dataset;
  if (document.getElementById("answer")) {
    const { outbox } = await import("./autosave.js");
    if (!(await outbox.flush())) throw new Error("not everything has arrived");
  } else if (all(attempt).length) {
    throw new Error("not everything has arrived");
  }
  const response = await fetch(`/attempts/${attempt}/submit`, {
    method: "POST",
    body: new URLSearchParams({ csrf_token: document.querySelector('meta[name="csrf-token"]').content }),
    headers: { Accept: "application/json" },
    redirect: "manual",
  });
  const reply = await response.json();
  if (!response.ok || reply.submitted !== true) throw new Error("not submitted");
  location.assign(reply.next);
}

async function timeIsUp() {
  notice("The time is up. Submitting your answers…");
  try {
    await submit();
  } catch {
    notice("The time is up, and you are not connected. What was saved counts; trying again to submit…");
    setTimeout(timeIsUp, AGAIN_MS);
  }
}

function tick() {
  const seconds = left();
  document.getElementById("clock").textContent = `${words(seconds)} left`;
  pill.classList.toggle("warn", seconds <= 300);
  if (seconds > 0) {
    warn(seconds);
  } else if (!over) {
    over = true;
    timeIsUp();
  }
}

function showOrHide(hidden) {
  document.getElementById("clock").hidden = hidden;
  const button = document.getElementById("hide-timer");
  button.textContent = hidden ? "show time" : "hide";
  button.setAttribute("aria-label", hidden ? "Show the time left" : "Hide the time left");
}

if (pill) {
  setRemaining(Number(pill.dataset.remaining));
  const button = document.getElementById("hide-timer");
  button.hidden = false;
  showOrHide(recall(HIDDEN) === "yes");
  button.addEventListener("click", () => {
    const hidden = recall(HIDDEN) !== "yes";
    remember(HIDDEN, hidden ? "yes" : "no");
    showOrHide(hidden);
  });
  tick();
  setInterval(tick, 250);
}
