// Says something: politely to screen readers, or as a notice that everybody sees.

import { forget, recall, remember } from "./device.js";

export function announce(text) {
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = text;
}

export function notice(text) {
  const place = document.getElementById("notice");
  if (!place) return;
  place.textContent = text ?? "";
  place.hidden = !text;
}

// A notice for the next page, such as the one that this page is about to be replaced with.
const NEXT = "quiz.notice";

export function noticeOnNextPage(text) {
  remember(NEXT, text, "sessionStorage");
}

export function showNoticeFromLastPage() {
  const text = recall(NEXT, "sessionStorage");
  forget(NEXT, "sessionStorage");
  if (text) notice(text);
}
