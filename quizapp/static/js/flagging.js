// Sets a flag, or takes it down, without leaving the page.

import { announce, notice } from "./announce.js";

const button = document.getElementById("flag");
const token = document.querySelector('meta[name="csrf-token"]').content;

async function send(flagged) {
  const body = new URLSearchParams({ csrf_token: token, flagged: flagged ? "1" : "0" });
  const response = await fetch(button.getAttribute("formaction"), {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    redirect: "manual",
  });
  return response.ok && (await response.json()).flagged === flagged;
}

button.addEventListener("click", async (event) => {
  event.preventDefault();
  const flagged = button.value === "1";
  const done = await send(flagged).catch(() => false);
  if (!done) {
    notice("The flag could not be set. Please try again when you are connected.");
    return;
  }
  button.value = flagged ? "0" : "1";
  button.setAttribute("aria-pressed", String(flagged));
  const here = document.querySelector(".nav .here");
  here.classList.toggle("flag", flagged);
  here.querySelector(".flagged").textContent = flagged ? ", flagged" : "";
  announce(flagged ? "Flagged." : "Flag taken down.");
});
