// Answers that the server has not acknowledged yet, kept on this device so that closing the
// tab or losing the network loses nothing. One entry a question: only its newest change counts.

import { forget as forgetKey, names, recall, remember } from "./device.js";

const PREFIX = "quiz.unsent.";

// What storage would hold, for browsers that refuse to keep anything.
const inMemory = new Map();

function read(attempt) {
  try {
    return JSON.parse(recall(PREFIX + attempt)) ?? inMemory.get(attempt) ?? {};
  } catch {
    return {};
  }
}

function write(attempt, entries) {
  inMemory.set(attempt, entries);
  if (Object.keys(entries).length) remember(PREFIX + attempt, JSON.stringify(entries));
  else forgetKey(PREFIX + attempt);
}

export function attempts() {
  return names()
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length));
}

export const all = (attempt) => Object.entries(read(attempt));

export const get = (attempt, position) => read(attempt)[position];

export function put(attempt, position, entry) {
  write(attempt, { ...read(attempt), [position]: entry });
}

// Forget an entry, unless a newer change of the same question has come in meanwhile.
export function forget(attempt, position, sequence) {
  const entries = read(attempt);
  if (entries[position]?.sequence !== sequence) return;
  delete entries[position];
  write(attempt, entries);
}

export const clear = (attempt) => write(attempt, {});
