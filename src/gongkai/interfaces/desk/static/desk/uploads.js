// Sends chosen files ahead, piece by piece, and names them in the form by their keys. Without this
// script the same form sends the files themselves.
import "../vendor/tus.min.js";

const { Upload } = window.tus;
const WAITS = [0, 1000, 3000, 5000, 10000, 20000];
const STEP = 25;

function say(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// What the server refused, in its own words; pages of a proxy or of the sign-in are not shown.
function refusalIn(error) {
  const response = error.originalResponse;
  const kind = response?.getHeader("Content-Type") ?? "";
  const isRefused = response && response.getStatus() >= 400 && response.getStatus() < 600;
  return isRefused && kind.startsWith("text/plain") ? response.getBody() : "";
}

// A full disk is emptied and another piece comes to its end; a name that is refused stays so.
function mayComeRight(error) {
  return [0, 409, 423, 507].includes(error.originalResponse?.getStatus() ?? 0);
}

class Sending {
  constructor(field, file) {
    this.field = field;
    this.file = file;
    this.state = "waiting";
    this.percent = 0;
    this.row = field.part("[data-upload-sending]");
    this.bar = this.row.querySelector("progress");
    this.bar.setAttribute("aria-label", file.name);
    for (const place of this.row.querySelectorAll("[data-name]")) {
      place.textContent = place.closest("button") ? ` ${file.name}` : file.name;
    }
    this.act("pause", () => this.pause());
    this.act("continue", () => this.wait());
    this.act("cancel", () => this.cancel());
    this.upload = new Upload(file, this.options());
    this.show("waiting");
  }

  options() {
    const { root } = this.field;
    return {
      endpoint: root.dataset.address,
      chunkSize: Number(root.dataset.piece),
      retryDelays: WAITS,
      metadata: { filename: this.file.name, ticket: root.dataset.ticket },
      headers: { "X-CSRFToken": this.field.token() },
      removeFingerprintOnSuccess: true,
      fingerprint: async () =>
        ["gongkai", root.dataset.subject, this.file.name, this.file.size, this.file.lastModified].join("-"),
      onProgress: (sent, total) => this.progress(Math.floor((sent * 100) / total)),
      onShouldRetry: (error) => this.shouldRetry(error),
      onError: (error) => this.fail(error),
      onSuccess: () => this.done(),
    };
  }

  button(name) {
    return this.row.querySelector(`[data-${name}]`);
  }

  act(name, what) {
    this.button(name).addEventListener("click", what);
  }

  show(state, sentence = this.field.says(state, this)) {
    const held = document.activeElement;
    const mayContinue = state === "paused" || state === "broken";
    this.state = state;
    this.row.querySelector("[data-said]").textContent = sentence;
    this.bar.hidden = state === "refused";
    this.button("pause").hidden = mayContinue || state === "refused";
    this.button("continue").hidden = !mayContinue;
    // A button that vanishes under the keyboard would take the focus with it.
    if (this.row.contains(held) && held.hidden) {
      this.row.querySelector("button:not([hidden])").focus();
    }
  }

  wait() {
    this.show("waiting");
    this.field.next();
  }

  async start() {
    this.show("sending");
    this.field.announce(this.field.says("begun", this));
    if (!this.upload.url) {
      const [before] = await this.upload.findPreviousUploads();
      if (before) this.upload.resumeFromPreviousUpload(before);
    }
    if (this.state === "sending") this.upload.start();
  }

  async pause() {
    this.show("paused");
    this.field.next();
    await this.upload.abort();
  }

  async cancel() {
    const wasBegun = Boolean(this.upload.url);
    this.state = "cancelled";
    this.row.remove();
    this.field.forget(this);
    this.field.announce(this.field.says("cancelled", this));
    this.field.input.focus();
    // What the server cannot forget now it forgets by itself after two days.
    await this.upload.abort(wasBegun).catch(() => {});
  }

  progress(percent) {
    if (this.state !== "sending") return;
    const said = Math.floor(this.percent / STEP);
    this.percent = percent;
    this.bar.value = percent;
    this.show("sending");
    if (Math.floor(percent / STEP) > said && percent < 100) {
      this.field.announce(`${this.file.name}: ${this.field.says("sending", this)}`);
    }
  }

  shouldRetry(error) {
    const status = error.originalResponse?.getStatus() ?? 0;
    const isWorthIt = status === 0 || status === 409 || status === 423 || (status >= 500 && status !== 507);
    if (isWorthIt && this.state === "sending") {
      this.row.querySelector("[data-said]").textContent = this.field.says("again", this);
    }
    return isWorthIt;
  }

  fail(error) {
    if (this.state === "cancelled") return;
    const refusal = refusalIn(error);
    const sentence = refusal || this.field.says("broken", this);
    this.show(refusal && !mayComeRight(error) ? "refused" : "broken", sentence);
    this.field.announce(`${this.file.name}: ${sentence}`);
    this.field.next();
  }

  done() {
    const key = this.upload.url.split("/").filter(Boolean).pop();
    const row = this.field.part("[data-upload-done]");
    const box = row.querySelector("input");
    box.value = key;
    box.id = `upload-${key}`;
    const label = row.querySelector("label");
    label.htmlFor = box.id;
    label.textContent = this.file.name;
    const held = this.row.contains(document.activeElement);
    this.row.replaceWith(row);
    if (held) box.focus();
    this.field.announce(this.field.says("done", this));
    this.field.forget(this);
  }
}

class Field {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("[data-upload]");
    this.list = root.querySelector("[data-upload-list]");
    this.status = root.querySelector("[data-upload-status]");
    this.sendings = [];
    this.input.addEventListener("change", () => this.take());
    this.input.form.addEventListener("submit", (event) => this.hold(event));
  }

  part(selector) {
    return this.root.querySelector(selector).content.firstElementChild.cloneNode(true);
  }

  token() {
    return this.input.form.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  says(name, sending) {
    const key = `says${name[0].toUpperCase()}${name.slice(1)}`;
    return say(this.root.dataset[key] ?? "", { name: sending.file.name, percent: sending.percent });
  }

  announce(sentence) {
    this.status.textContent = sentence;
  }

  take() {
    for (const file of [...this.input.files]) {
      const sending = new Sending(this, file);
      this.sendings.push(sending);
      this.list.append(sending.row);
    }
    // Sent ahead, they must not be sent with the form once more.
    this.input.value = "";
    this.next();
  }

  // One after the other: the server has other people to answer too.
  next() {
    if (this.sendings.some((one) => one.state === "sending")) return;
    this.sendings.find((one) => one.state === "waiting")?.start();
  }

  forget(sending) {
    this.sendings = this.sendings.filter((one) => one !== sending);
    this.next();
  }

  hold(event) {
    if (!this.sendings.length) return;
    event.preventDefault();
    this.announce(this.root.dataset.saysUnfinished);
    this.sendings[0].button("cancel").focus();
  }
}

function enhance(scope) {
  for (const root of scope.querySelectorAll("[data-upload-field]")) {
    if (root.dataset.ready) continue;
    root.dataset.ready = "yes";
    new Field(root);
  }
}

enhance(document);
document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
