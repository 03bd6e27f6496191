// Empties what is unsent of one attempt, one answer after the other, and tries again when that
// fails: soon at first, then more rarely, and at once when the network is back.

import { send } from "./sending.js";
import * as unsent from "./unsent.js";

const WAITS_MS = [1000, 2000, 4000, 8000, 15000];

export class Outbox {
  // `told(outcome, position)` hears what became of each answer.
  constructor(attempt, told) {
    this.attempt = attempt;
    this.told = told;
    this.running = null;
    this.failures = 0;
    this.timer = undefined;
    addEventListener("online", () => this.hurry());
  }

  get isEmpty() {
    return unsent.all(this.attempt).length === 0;
  }

  // Send now, and try again soon if that fails: something has changed.
  hurry() {
    this.failures = 0;
    return this.flush();
  }

  // Resolves to whether everything has been acknowledged.
  flush(options) {
    clearTimeout(this.timer);
    this.running ??= this.#empty(options).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async #empty(options) {
    for (let next = unsent.all(this.attempt)[0]; next; next = unsent.all(this.attempt)[0]) {
      const [position, entry] = next;
      const reply = await send(entry, options);
      const done = ["saved", "elsewhere", "invalid", "refused"].includes(reply.outcome);
      if (done) unsent.forget(this.attempt, position, entry.sequence);
      this.told(reply, position, entry);
      if (!done) {
        // Another person's answers wait on a shared device until that person signs in again.
        if (reply.outcome !== "someone else's") this.#tryAgain();
        return false;
      }
      this.failures = 0;
    }
    return true;
  }

  #tryAgain() {
    const wait = WAITS_MS[Math.min(this.failures, WAITS_MS.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.flush(), wait);
  }
}
