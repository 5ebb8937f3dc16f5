// Passkeys on the pages of log-in and enrolment. Everything else on them works without this script.

const button = document.getElementById("passkey");
const said = document.getElementById("passkey-said");
const words = document.getElementById("words")?.dataset ?? {};

const tell = (text) => { said.textContent = text; said.hidden = !text; };
const value = (id) => document.getElementById(id)?.value ?? "";
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function send(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...body, lang: document.documentElement.lang }),
  });
  const told = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(told.detail), { ours: true });
  return told;
}

async function logIn() {
  const asked = await send("/login/passkey/ask", {});
  const credential = await navigator.credentials.get({
    publicKey: { challenge: bytes(asked.challenge), rpId: asked.rp_id, userVerification: "required", allowCredentials: [] },
  });
  return send("/login/passkey", {
    id: text(credential.rawId),
    client_data: text(credential.response.clientDataJSON),
    authenticator_data: text(credential.response.authenticatorData),
    signature: text(credential.response.signature),
    purpose: value("purpose"),
    exercise: value("exercise"),
  });
}

async function enrol() {
  const here = location.pathname;
  const asked = await send(`${here}/passkey/ask`, {});
  const credential = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(asked.challenge),
      rp: asked.rp,
      user: { id: bytes(asked.user.id), name: asked.user.name, displayName: asked.user.display_name },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "none",
      excludeCredentials: asked.exclude.map((id) => ({ type: "public-key", id: bytes(id) })),
    },
  });
  return send(`${here}/passkey`, {
    name: value("passkey-name").trim() || value("passkey-default"),
    client_data: text(credential.response.clientDataJSON),
    attestation: text(credential.response.attestationObject),
  });
}

async function act() {
  button.disabled = true;
  tell(words.wait);
  try {
    const { to } = await (button.dataset.does === "enrol" ? enrol() : logIn());
    location.assign(to);
  } catch (fault) {
    const known = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" }[fault.name];
    tell(fault.ours ? fault.message : words[known ?? "failed"]);
    button.disabled = false;
  }
}

if (button && said) {
  if (!window.isSecureContext) tell(words.insecure);
  else if (!window.PublicKeyCredential) tell(words.none);
  // A passkey belongs to a name; a browser makes none for an address.
  else if (/^(\d+\.){3}\d+$|^\[/.test(location.hostname)) tell(words.address);
  else {
    for (const hidden of document.querySelectorAll("[data-passkey]")) hidden.hidden = false;
    button.addEventListener("click", act);
  }
}
