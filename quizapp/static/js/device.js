// Small things that this device remembers for its user. A browser may refuse to keep them.

export function recall(key, kept = "localStorage") {
  try {
    return window[kept].getItem(key);
  } catch {
    return null;
  }
}

export function remember(key, value, kept = "localStorage") {
  try {
    window[kept].setItem(key, value);
  } catch {
    // Then it is asked for again the next time.
  }
}

export function forget(key, kept = "localStorage") {
  try {
    window[kept].removeItem(key);
  } catch {
    // There is nothing to forget.
  }
}

export function names() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
