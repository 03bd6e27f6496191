// Keeps a page of numbers up to date while it is looked at: asks every few seconds whether anything
// changed and puts in only what did. Scroll, focus and opened parts stay as they are.

import { announce } from "./announce.js";

const EVERY_MS = 5_000;
const LONGEST_MS = 60_000;

const live = document.getElementById("live");
// As the server sent it, before any script has touched it.
let last = live.cloneNode(true);
let wait = EVERY_MS;
let waiting;

async function ask() {
  const address = new URL(live.dataset.newest, location.href);
  address.searchParams.set("since", last.dataset.stamp);
  const response = await fetch(address, { redirect: "manual" });
  if (response.status === 204) return true;
  if (!response.ok) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("live");
  const before = said(last);
  keepingPlace(() => update(live, last, fresh));
  last = fresh;
  if (said(fresh) !== before) announce(said(fresh));
  return true;
}

const said = (part) => part.querySelector("[data-said]")?.textContent.replace(/\s+/g, " ").trim() ?? "";

// Whatever grows or shrinks above, what is being read stays where it is: what has focus if it is in
// view, otherwise what stands first in view. (The style sheet turns the browsers' own way off,
// which some lack.)
function keepingPlace(change) {
  const inView = (part) => part.getBoundingClientRect().top > 60 && part.getBoundingClientRect().bottom < innerHeight;
  const candidates = [document.activeElement, ...live.querySelectorAll("section, h2, h3, tr, li, p")];
  const kept = candidates.find((part) => live.contains(part) && inView(part));
  const before = kept?.getBoundingClientRect().top;
  change();
  if (kept?.isConnected) scrollBy({ top: kept.getBoundingClientRect().top - before, behavior: "instant" });
}

// Change what is shown by what differs between what the server sent last and what it sends now.
function update(shown, before, now) {
  if (before.isEqualNode(now)) return;
  const alike = before.nodeName === now.nodeName && before.childNodes.length === now.childNodes.length;
  if (!alike || shown.childNodes.length !== before.childNodes.length) return replace(shown, now);
  if (now.nodeType === Node.TEXT_NODE) shown.data = now.data;
  if (now.nodeType !== Node.ELEMENT_NODE) return;
  for (const { name } of before.attributes) if (!now.hasAttribute(name)) shown.removeAttribute(name);
  for (const { name, value } of now.attributes) {
    if (before.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  const children = [...shown.childNodes];
  const [older, newer] = [[...before.childNodes], [...now.childNodes]];
  children.forEach((child, place) => update(child, older[place], newer[place]));
}

// A part whose shape changed comes in whole; in it, what was open opens and what had focus gets it.
function replace(shown, now) {
  const copy = document.importNode(now, true);
  const focused = shown.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  const open = new Set(parts(shown).filter((part) => part.open).map(nameOf));
  shown.replaceWith(copy);
  for (const part of parts(copy)) part.open = open.has(nameOf(part));
  if (!focused) return;
  const again = [...copy.querySelectorAll("a, button, summary, [tabindex]")];
  again.find((element) => nameOf(element) === focused)?.focus({ preventScroll: true });
}

const parts = (node) => (node.querySelectorAll ? [...node.querySelectorAll("details")] : []);

// What tells one link, button or part from the others: where it stands and what it says first.
function nameOf(element) {
  const row = element.closest("tr, li, section");
  const first = (node) => (node?.querySelector("summary, a, h2") ?? node)?.textContent.trim();
  return [element.nodeName, first(row), element.getAttribute("href"), first(element)].join(" | ");
}

async function look() {
  clearTimeout(waiting);
  if (document.visibilityState !== "visible") return;
  const reached = await ask().catch(() => null);
  if (reached === false) return stop();
  wait = reached ? EVERY_MS : Math.min(2 * wait, LONGEST_MS);
  waiting = setTimeout(look, wait);
}

// Signed out, or no longer of this class's staff: the page offers to be loaded again, as without us.
function stop() {
  show(false);
  document.removeEventListener("visibilitychange", look);
}

function show(on) {
  for (const part of document.querySelectorAll("[data-live]")) part.hidden = (part.dataset.live === "on") !== on;
}

show(true);
document.addEventListener("visibilitychange", look);
waiting = setTimeout(look, EVERY_MS);
