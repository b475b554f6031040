// Verifies a ledger with the browser's own cryptography: nothing the server says is believed that
// can be computed here. SHA-256 and, where the browser has it, Ed25519; ML-DSA is not in browsers.
// What was seen before is remembered in this browser, so that a ledger that was rewritten shows.

const place = document.getElementById("verify");
const utf8 = new TextEncoder();
const MOST_ENTRIES = 50000;

const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const text = (data) => new TextDecoder().decode(data);
const hex = (data) => Array.from(data, (b) => b.toString(16).padStart(2, "0")).join("");
const same = (one, other) => hex(one) === hex(other);

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const leafHash = (entry) => sha256(joined(Uint8Array.of(0), entry)); // RFC 6962 §2.1
const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

// RFC 9162 §2.1.3.2
async function rootFrom(index, size, leaf, path) {
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      hash = await nodeHash(sibling, hash);
      while (at % 2 === 0 && at > 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = await nodeHash(hash, sibling);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : null;
}

// RFC 9162 §2.1.4.2
async function onlyAdds(older, newer, oldRoot, newRoot, proof) {
  if (older === 0) return proof.length === 0;
  if (older === newer) return proof.length === 0 && same(oldRoot, newRoot);
  const path = [...proof];
  let at = older - 1;
  let last = newer - 1;
  while (at % 2 === 1) {
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  if (at === 0) path.unshift(oldRoot);
  if (path.length === 0) return false;
  let oldHash = path[0];
  let newHash = path[0];
  for (const step of path.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      oldHash = await nodeHash(step, oldHash);
      newHash = await nodeHash(step, newHash);
      while (at % 2 === 0 && at > 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      newHash = await nodeHash(newHash, step);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && same(oldHash, oldRoot) && same(newHash, newRoot);
}

// A signed note (C2SP signed-note): the text, a blank line, signature lines.
function note(checkpoint) {
  const split = checkpoint.lastIndexOf("\n\n");
  const body = checkpoint.slice(0, split + 1);
  const [origin, size, root] = body.split("\n");
  const lines = checkpoint
    .slice(split + 2)
    .split("\n")
    .filter((line) => line.startsWith("— "))
    .map((line) => line.split(" "))
    .map((words) => ({ name: words[1], blob: bytes(words[2]) }));
  return { body, origin, size: Number(size), root: bytes(root), lines };
}

// name+id+base64(type ‖ key); type 1 is Ed25519.
function ed25519Key(vkeys) {
  for (const vkey of vkeys.split("\n").filter((line) => line !== "")) {
    const parts = vkey.split("+");
    const typed = bytes(parts.slice(2).join("+"));
    if (typed[0] === 1) return { vkey, name: parts[0], id: parts[1], raw: typed.slice(1) };
  }
  return null;
}

async function ed25519(format, key, signature, data) {
  let imported;
  try {
    imported = await crypto.subtle.importKey(format, key, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, data);
}

async function signedBy(key, signed) {
  const line = signed.lines.find(
    (each) => each.name === key.name && hex(each.blob.slice(0, 4)) === key.id);
  return line === undefined
    ? false
    : ed25519("raw", key.raw, line.blob.slice(4), utf8.encode(signed.body));
}

const list = document.createElement("ol");
list.className = "plain checks";
let wrong = 0;

function say(state, what) {
  const item = document.createElement("li");
  const mark = document.createElement("span");
  mark.className = "state " + { yes: "satisfied", no: "not-satisfied", open: "stale" }[state];
  mark.textContent = { yes: "holds", no: "does not hold", open: "not checked" }[state];
  item.append(mark, " " + what);
  list.append(item);
  if (state === "no") wrong += 1;
}

const verdict = (holds) => (holds === null ? "open" : holds ? "yes" : "no");

async function answer(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error("the server answered " + response.status);
  return response.json();
}

async function checkpointHolds(data) {
  const signed = note(data.checkpoint);
  const key = ed25519Key(data.vkeys);
  const holds = key === null ? false : await signedBy(key, signed);
  say(verdict(holds), holds === null
    ? "the checkpoint's Ed25519 signature: this browser has no Ed25519"
    : "the checkpoint's Ed25519 signature, by the key " + key.name + "+" + key.id);
  say("open", "the checkpoint's ML-DSA-44 signature: no browser has ML-DSA; `bulwark audit` checks it");
  return { signed, key };
}

async function remembered({ signed, key }) {
  const name = "bulwark.ledger." + place.dataset.system;
  const known = JSON.parse(localStorage.getItem(name) ?? "null");
  if (known === null) {
    say("open", "that the ledger only grew: this browser sees it for the first time and remembers its root now");
  } else if (key !== null && known.vkey !== key.vkey) {
    say("no", "that the ledger has the key this browser remembers: it has another");
  } else if (known.size > signed.size) {
    say("no", "that the ledger only grew: it had " + known.size + " entries and has " + signed.size);
  } else {
    const data = await answer(place.dataset.consistency + "?from=" + known.size);
    const later = note(data.checkpoint);
    const holds = await onlyAdds(
      known.size, later.size, bytes(known.root), later.root, data.path.map(bytes));
    say(verdict(holds), "that the ledger only grew since this browser saw " + known.size + " entries, on "
      + known.seen);
  }
  if (wrong === 0 && key !== null) {
    localStorage.setItem(name, JSON.stringify({
      vkey: key.vkey,
      size: signed.size,
      root: btoa(String.fromCharCode(...signed.root)),
      seen: new Date().toISOString().slice(0, 10),
    }));
  }
}

async function envelopeHolds(data) {
  const entry = bytes(data.entry);
  const envelope = bytes(data.envelope);
  const commitment = "sha256:" + hex(await sha256(joined(bytes(data.salt), envelope)));
  say(verdict(JSON.parse(text(entry)).commitment === commitment),
    "the entry commits to this envelope: SHA-256 over salt and envelope");
  if (data.signer === undefined) {
    say("no", "the signer: nobody enrolled the key");
    return;
  }
  const dsse = JSON.parse(text(envelope));
  const payload = bytes(dsse.payload);
  const type = utf8.encode(dsse.payloadType);
  const pae = joined(
    utf8.encode("DSSEv1 " + type.length + " "), type, utf8.encode(" " + payload.length + " "), payload);
  const line = dsse.signatures.find((each) => each.keyid.endsWith("#ed25519"));
  const holds = line === undefined
    ? false
    : await ed25519("spki", bytes(data.signer.ed25519), bytes(line.sig), pae);
  say(verdict(holds), holds === null
    ? "the signer's Ed25519 signature: this browser has no Ed25519"
    : "the signer's Ed25519 signature over the payload");
  say("open", "the signer's ML-DSA-65 signature: no browser has ML-DSA; `bulwark audit` checks it");
}

async function proof() {
  const data = await answer(place.dataset.proof);
  await envelopeHolds(data);
  const known = await checkpointHolds(data);
  const root = await rootFrom(
    data.index, data.size, await leafHash(bytes(data.entry)), data.path.map(bytes));
  say(verdict(root !== null && known.signed.size === data.size && same(root, known.signed.root)),
    "the entry's leaf hash with " + data.path.length + " hashes beside it gives the signed root of "
      + data.size + " entries");
  await remembered(known);
}

function tilePath(number) {
  let path = String(number % 1000).padStart(3, "0");
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = "x" + String(rest % 1000).padStart(3, "0") + "/" + path;
  }
  return path;
}

// Every entry behind its length as a big-endian uint16 (C2SP tlog-tiles).
async function bundle(number, width) {
  const partial = width < 256 ? ".p/" + width : "";
  const response = await fetch(place.dataset.tiles + "entries/" + tilePath(number) + partial);
  if (!response.ok) throw new Error("the server answered " + response.status);
  const data = new Uint8Array(await response.arrayBuffer());
  const entries = [];
  for (let at = 0; at < data.length;) {
    const length = data[at] * 256 + data[at + 1];
    entries.push(data.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries;
}

async function treeRoot(hashes) {
  let level = hashes;
  while (level.length > 1) {
    const next = [];
    for (let i = 0; i + 1 < level.length; i += 2) next.push(await nodeHash(level[i], level[i + 1]));
    if (level.length % 2 === 1) next.push(level[level.length - 1]);
    level = next;
  }
  return level[0];
}

async function wholeLedger() {
  const data = await answer(place.dataset.consistency + "?from=0");
  const known = await checkpointHolds(data);
  const { size, root } = known.signed;
  if (size > MOST_ENTRIES) {
    say("open", "every entry: " + size + " are more than a page should fetch; `bulwark audit` checks them");
  } else {
    const hashes = [];
    for (let number = 0; number * 256 < size; number += 1) {
      const entries = await bundle(number, Math.min(256, size - number * 256));
      hashes.push(...await Promise.all(entries.map(leafHash)));
    }
    say(verdict(hashes.length === size && same(await treeRoot(hashes), root)),
      "all " + size + " entries, hashed here, give the signed root");
  }
  await remembered(known);
}

async function run(what) {
  place.replaceChildren(list);
  try {
    await what();
  } catch (failure) {
    say("no", "everything could be fetched and read: " + failure.message);
  }
  const end = document.createElement("p");
  end.className = wrong === 0 ? "notice good" : "notice bad";
  end.setAttribute("role", "status");
  end.textContent = wrong === 0
    ? "Verified here, with this browser's own cryptography, as far as it says above."
    : "Something does not hold. Keep this page, take the copy for an auditor, and run `bulwark audit FILE`.";
  place.append(end);
}

if (place !== null && globalThis.crypto?.subtle !== undefined) {
  if (place.dataset.proof !== undefined) {
    run(proof);
  } else {
    const button = document.createElement("button");
    button.className = "primary";
    button.textContent = "Verify every entry in this browser";
    button.addEventListener("click", () => run(wholeLedger), { once: true });
    place.replaceChildren(button);
  }
}
