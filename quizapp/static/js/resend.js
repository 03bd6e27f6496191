// Sends answers that a closed tab or a lost network left on this device, from any attempt.

import { notice } from "./announce.js";
import { Outbox } from "./outbox.js";
import { attempts } from "./unsent.js";

let saved = 0;

function told(reply) {
  if (reply.outcome !== "saved") return;
  saved += 1;
  notice(`${saved === 1 ? "An answer" : `${saved} answers`} kept on this device ${saved === 1 ? "has" : "have"} now been saved.`);
}

for (const attempt of attempts()) new Outbox(attempt, told).flush();
