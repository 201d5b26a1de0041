// A large file goes in parts (tus 1.0). What the server has safe is not sent again: not after a
// lost line, a server that was started anew, or a closed tab, once the same file is chosen.
const PART = 8 * 1024 * 1024;
const LOOKED_AT = 1024 * 1024;
const SECONDS = [1, 2, 4, 8, 15, 30, 60, 60];

export const isLarge = (file) => file.size > PART;

export class Refused extends Error {}
export class Stopped extends Error {}
class Lost extends Error {}

const pause = (seconds) => new Promise((then) => setTimeout(then, 1000 * seconds));
const encoded = (words) => btoa(String.fromCharCode(...new TextEncoder().encode(words)));

// Where this very file was begun, as the browser remembers it: name, size, day and first megabyte.
async function markOf(file) {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(await file.slice(0, LOOKED_AT).arrayBuffer())) hash = Math.imul(hash ^ byte, 0x01000193);
  return ["drumbeat:upload", location.pathname, file.name, file.size, file.lastModified, hash >>> 0].join(":");
}

// Browsers lend hashes to safe addresses only; over plain http the part goes without.
async function checksum(part) {
  if (!globalThis.crypto?.subtle) return {};
  const hash = await crypto.subtle.digest("SHA-256", await part.arrayBuffer());
  return { "Upload-Checksum": `sha256 ${btoa(String.fromCharCode(...new Uint8Array(hash)))}` };
}

export class Parts {
  // onSafe(bytes): told how many bytes are over; onWait(): told that the line is lost.
  constructor(file, { address, token, onSafe, onWait }) {
    Object.assign(this, { file, address, token, onSafe, onWait, isStopped: false });
  }

  stop() {
    this.isStopped = true;
    this.request?.abort();
  }

  async giveUp() {
    this.stop();
    const mark = await markOf(this.file);
    const at = localStorage.getItem(mark);
    localStorage.removeItem(mark);
    if (at) await this.asks("DELETE", at).catch(() => 0);
  }

  // The key under which the whole file waits. Throws Refused, Stopped, or Lost after some minutes.
  async send() {
    this.mark = await markOf(this.file);
    let failures = 0;
    for (;;) {
      const before = this.offset;
      try {
        await this.goesOn();
        if (this.offset === this.file.size) return this.at.split("/").at(-2);
      } catch (trouble) {
        if (this.isStopped) throw new Stopped();
        if (!(trouble instanceof Lost) || failures >= SECONDS.length) throw trouble;
        this.offset = undefined;
        this.onWait();
        await pause(SECONDS[failures]);
        failures += 1;
        continue;
      }
      if (this.offset > (before ?? -1)) failures = 0;
    }
  }

  done() {
    localStorage.removeItem(this.mark);
  }

  async goesOn() {
    if (this.isStopped) throw new Stopped();
    if (this.offset === undefined) await this.finds();
    else await this.sendsNext();
    this.onSafe(this.offset);
  }

  async finds() {
    this.at = localStorage.getItem(this.mark);
    const known = this.at && (await this.asks("HEAD", this.at));
    if (known?.status === 200) this.offset = Number(known.getResponseHeader("Upload-Offset"));
    else await this.begins();
  }

  async begins() {
    const told = { "Upload-Length": this.file.size, "Upload-Metadata": `filename ${encoded(this.file.name)}` };
    const answer = await this.asks("POST", this.address, told);
    if (answer.status !== 201) throw new Refused(answer.responseText);
    this.at = answer.getResponseHeader("Location");
    localStorage.setItem(this.mark, this.at);
    this.offset = 0;
  }

  async sendsNext() {
    const part = this.file.slice(this.offset, this.offset + PART);
    const told = { "Upload-Offset": this.offset, "Content-Type": "application/offset+octet-stream", ...(await checksum(part)) };
    const answer = await this.asks("PATCH", this.at, told, part);
    if (answer.status === 204) this.offset = Number(answer.getResponseHeader("Upload-Offset"));
    else if ([413, 507].includes(answer.status)) throw new Refused(answer.responseText);
    else throw new Lost();
  }

  asks(method, at, told = {}, body = null) {
    return new Promise((then, fail) => {
      const request = (this.request = new XMLHttpRequest());
      request.open(method, at);
      for (const [name, value] of Object.entries({ "Tus-Resumable": "1.0.0", "X-CSRFToken": this.token, ...told })) request.setRequestHeader(name, value);
      if (body) request.upload.addEventListener("progress", ({ loaded }) => this.onSafe(this.offset + loaded));
      request.addEventListener("load", () => {
        if (request.getResponseHeader("Tus-Resumable")) then(request);
        // Signed out, or no longer allowed: to ask again would not help.
        else fail(request.status < 500 ? new Refused("") : new Lost());
      });
      for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, () => fail(new Lost()));
      request.send(body);
    });
  }
}
