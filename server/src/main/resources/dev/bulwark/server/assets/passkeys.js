// Passkeys: a form with data-passkey is confirmed before it is sent, one with data-new makes one.
"use strict";
(() => {
  const PRF = { prf: { eval: { first: new TextEncoder().encode("bulwark signing secret v1") } } };
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const base64 = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const credential = (id) => ({ type: "public-key", id: bytes(id) });
  const prfOf = (made) => made.getClientExtensionResults().prf?.results?.first;

  async function ask(address, form, submitter) {
    const fields = new URLSearchParams(new FormData(form, submitter));
    for (const secret of ["password", "passphrase", "again", "assertion", "prf", "fresh"]) fields.delete(secret);
    const to = submitter?.getAttribute("formaction") || form.getAttribute("action");
    fields.set("_for", new URL(to, location.href).pathname);
    const answer = await fetch(address, {
      method: "POST", body: fields, headers: { Accept: "application/json" } });
    const options = await answer.json();
    if (!answer.ok) throw new Error(options.detail);
    return options;
  }

  async function sign(form, submitter) {
    const options = await ask(form.dataset.passkey, form, submitter);
    const made = await navigator.credentials.get({ publicKey: {
      challenge: bytes(options.challenge), rpId: options.site, userVerification: "required",
      allowCredentials: options.allow.map(credential), extensions: PRF } });
    const prf = prfOf(made);
    const password = form.querySelector("input[data-opens-key]");
    if (password && !password.value && !prf) {
      password.required = true;
      password.focus();
      throw new Error("This passkey cannot open your key: give your password as well.");
    }
    form.elements.assertion.value = JSON.stringify({
      id: made.id, rawId: base64(made.rawId), type: made.type, clientExtensionResults: {},
      response: {
        authenticatorData: base64(made.response.authenticatorData),
        clientDataJSON: base64(made.response.clientDataJSON),
        signature: base64(made.response.signature),
        userHandle: made.response.userHandle ? base64(made.response.userHandle) : null } });
    if (prf && form.elements.prf) form.elements.prf.value = base64(prf);
  }

  async function make(form) {
    const options = await ask(form.dataset.new, form);
    const made = await navigator.credentials.create({ publicKey: {
      challenge: bytes(options.challenge), attestation: "none",
      rp: { id: options.site, name: "Bulwark" },
      user: { id: bytes(options.handle), name: options.account, displayName: options.account },
      pubKeyCredParams: options.algorithms.map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: options.exclude.map(credential), extensions: PRF,
      authenticatorSelection: { residentKey: "required", userVerification: "required" } } });
    form.elements.attestation.value = JSON.stringify({
      id: made.id, rawId: base64(made.rawId), type: made.type, clientExtensionResults: {},
      response: {
        attestationObject: base64(made.response.attestationObject),
        clientDataJSON: base64(made.response.clientDataJSON) } });
    let prf = prfOf(made);
    if (!prf && made.getClientExtensionResults().prf?.enabled) {
      // Some authenticators compute only when they sign: nobody looks at this signature.
      prf = prfOf(await navigator.credentials.get({ publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)), rpId: options.site,
        userVerification: "required", allowCredentials: [credential(base64(made.rawId))],
        extensions: PRF } }));
    }
    if (prf) form.elements.fresh.value = base64(prf);
  }

  function say(form, text) {
    let place = form.querySelector(".said");
    if (!place) {
      place = document.createElement("p");
      place.className = "notice bad said";
      place.setAttribute("role", "alert");
      form.append(place);
    }
    place.textContent = text;
  }

  const confirmed = new WeakSet();
  const busy = new WeakSet();
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form.dataset.passkey || form.dataset.new) || confirmed.delete(form)) return;
    event.preventDefault();
    if (busy.has(form)) return;
    busy.add(form);
    try {
      if (form.dataset.new) await make(form);
      if (form.dataset.passkey) await sign(form, event.submitter);
      confirmed.add(form);
      form.requestSubmit(event.submitter);
    } catch (error) {
      say(form, error.name === "NotAllowedError"
        ? "The passkey was not used. Nothing was sent; try again." : error.message);
    } finally {
      busy.delete(form);
    }
  });

  if (window.PublicKeyCredential) {
    for (const shown of document.querySelectorAll("[data-needs-passkeys]")) shown.hidden = false;
    for (const hidden of document.querySelectorAll("[data-without-passkeys]")) hidden.hidden = true;
  }
})();
