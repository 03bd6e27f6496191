// Sends one unsent answer and says truthfully what became of it. Only a JSON acknowledgement of
// that very change counts as saved: a sign-in page, a captive portal or an empty reply does not.

const TIMEOUT_MS = 10_000;

const token = () => document.querySelector('meta[name="csrf-token"]').content;

export async function send(entry, { keepalive = false } = {}) {
  const body = new URLSearchParams(entry.fields);
  body.set("csrf_token", token());
  body.set("sequence", entry.sequence);
  let response;
  let data;
  try {
    response = await fetch(entry.url, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      keepalive,
    });
    data = await response.json();
  } catch {
    return { outcome: response?.status === 429 ? "slower" : "unreached" };
  }
  if (response.ok && data.saved === true && data.sequence === entry.sequence) {
    return { outcome: "saved", ...data };
  }
  if (response.status === 409 && data.elsewhere === true) return { outcome: "elsewhere", ...data };
  if (response.status === 422 && data.field) return { outcome: "invalid", ...data };
  // A refusal of ours names its status; anything else with such a status is not from the quiz.
  if (response.status === 409 && data.status === 409) return { outcome: "refused", ...data };
  if (response.status === 404 && data.status === 404) return { outcome: "someone else's" };
  if (response.status === 429) return { outcome: "slower" };
  if (response.status === 401) return { outcome: "signed out" };
  return { outcome: "unreached" };
}
