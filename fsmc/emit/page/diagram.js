// The pictures of the page: which one is shown, how large, and what in it is lit.

const LEGIBLE = 0.7;

class Diagram {
  constructor(model, chosen) {
    this.model = model;
    this.chosen = chosen;
    this.canvas = byId("canvas");
    this.picker = byId("pictures");
    this.templates = new Map(
      [...document.querySelectorAll("template[data-picture]")].map((t) => [t.dataset.picture, t]),
    );
    this.first = this.canvas.querySelector("svg");
    this.scale = null;
    this.lit = { state: "", entries: [] };
    this._listen();
    this.show(this.picker.value);
  }

  _listen() {
    this.picker.addEventListener("change", () => this.show(this.picker.value));
    byId("larger").addEventListener("click", () => this.zoom(this.scale * 1.25));
    byId("smaller").addEventListener("click", () => this.zoom(this.scale / 1.25));
    byId("fold").addEventListener("click", () => this._fold());
    byId("fit").addEventListener("click", () => this.toggleFit());
    this.canvas.addEventListener("wheel", (event) => this._wheel(event), { passive: false });
    this.canvas.addEventListener("pointerdown", (event) => this._hold(event));
    this.canvas.addEventListener("click", (event) => this._click(event.target));
    this.canvas.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") if (this._click(event.target)) event.preventDefault();
    });
    new ResizeObserver(() => (this.scale === null || this.fitted ? this.zoom(this._start()) : null)).observe(
      this.canvas,
    );
  }

  /** Show a picture by its key; `around` is that of the current state. */
  show(key) {
    this.key = key;
    const name = key === "around" ? `around.${this.lit.state}` : key;
    if (this.shown === name) return;
    this.shown = name;
    const template = this.templates.get(name);
    this.svg = template ? document.importNode(template.content, true).firstElementChild : this.first;
    this.svg.setAttribute("role", "group"); // an image would hide the states in it from screen readers
    fill(this.canvas, this.svg);
    this.places = new Map([...this.svg.querySelectorAll("[data-at]")].map((place) => [place.dataset.at, place]));
    for (const state of this.model.states) this._clickable(state);
    const [, , width, height] = this.svg.getAttribute("viewBox").split(/\s+/).map(Number);
    this.size = { width, height };
    this.zoom(this._start());
    this.fresh = true;
    this.light(this.lit);
  }

  hasAround(state) {
    return this.templates.has(`around.${state}`);
  }

  /** Show the neighbourhood of a state. */
  showAround(state) {
    this.picker.value = `around.${state}`;
    this.show(`around.${state}`);
  }

  _clickable(state) {
    const place = this.places.get(state.id);
    if (!place) return;
    place.setAttribute("tabindex", "0");
    place.setAttribute("role", "button");
    place.setAttribute("aria-label", `state ${state.name}`);
  }

  // ------------------------------------------------------------------------------------------------------- size

  _fit() {
    const room = { width: this.canvas.clientWidth - 24, height: this.canvas.clientHeight - 24 };
    return Math.max(0.05, Math.min(room.width / this.size.width, room.height / this.size.height, 1.6));
  }

  /** All of it where that can be read, else as wide as the pane; where that cannot be read either, a part of it. */
  _start() {
    const fit = this._fit();
    const wide = (this.canvas.clientWidth - 24) / this.size.width;
    if (fit >= LEGIBLE) return fit;
    return wide >= LEGIBLE ? Math.min(1.1, wide) : 0.9;
  }

  zoom(scale) {
    const { canvas } = this;
    const old = this.scale || scale;
    const centre = { x: canvas.scrollLeft + canvas.clientWidth / 2, y: canvas.scrollTop + canvas.clientHeight / 2 };
    this.scale = Math.max(0.05, Math.min(4, scale));
    this.fitted = Math.abs(this.scale - this._start()) < 0.001 || Math.abs(this.scale - this._fit()) < 0.001;
    this.svg.setAttribute("width", this.size.width * this.scale);
    this.svg.setAttribute("height", this.size.height * this.scale);
    canvas.scrollLeft = centre.x * (this.scale / old) - canvas.clientWidth / 2;
    canvas.scrollTop = centre.y * (this.scale / old) - canvas.clientHeight / 2;
    byId("fit").textContent = Math.abs(this.scale - this._fit()) < 0.001 ? "1:1" : "Fit";
  }

  /** Hide the picture, or show it again, where it stands above the play on a small screen. */
  _fold() {
    const folded = byId("diagram").classList.toggle("folded");
    fill(byId("fold"), folded ? "Show" : "Hide");
    byId("fold").setAttribute("aria-expanded", String(!folded));
    if (!folded) this.follow();
  }

  toggleFit() {
    this.zoom(Math.abs(this.scale - this._fit()) < 0.001 ? 1 : this._fit());
    this.follow();
  }

  _wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoom(this.scale * Math.exp(-event.deltaY / 300));
  }

  /** Drag the picture; a press that does not move stays a click. */
  _hold(event) {
    if (event.button !== 0 || event.pointerType === "touch") return;
    const { canvas } = this;
    const from = { x: event.clientX + canvas.scrollLeft, y: event.clientY + canvas.scrollTop };
    const move = (next) => {
      canvas.classList.add("held");
      canvas.scrollLeft = from.x - next.clientX;
      canvas.scrollTop = from.y - next.clientY;
    };
    const release = () => {
      removeEventListener("pointermove", move);
      setTimeout(() => canvas.classList.remove("held"));
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", release, { once: true });
    addEventListener("pointercancel", release, { once: true });
  }

  _click(target) {
    if (this.canvas.classList.contains("held")) return false;
    const place = target.closest?.("[data-at]");
    if (!place) return false;
    this.chosen(place.dataset.at, place.querySelector("title")?.textContent ?? "");
    return true;
  }

  // ------------------------------------------------------------------------------------------------------ light

  /** Light where the machine is and how it came there: `entries` are the steps of the path, the last run last. */
  light({ state, entries }) {
    this.lit = { state, entries };
    if (this.key === "around" && this.shown !== `around.${state}`) return this.show("around");
    for (const name of ["now", "been", "walked", "lit", "hint"]) this._clear(name);
    for (const step of entries) {
      this._class(this._id(step.from), "been");
      for (const id of this._ways(step)) this._class(id, step.last ? "lit" : "walked");
    }
    this._class(this._id(state), "now");
    this.follow();
  }

  /** Hint at what some steps would come to, before they are taken. */
  hint(steps) {
    this._clear("hint");
    for (const step of steps) for (const id of [...this._ways(step), this._id(step.to)]) this._class(id, "hint");
  }

  _id(name) {
    return this.model.states.find((state) => state.name === name)?.id ?? "";
  }

  /** The places that show a step: its edge, or the box of lines that many states share and the edge from there. */
  _ways({ from, to, line }) {
    const [source, target] = [from, to].map((name) => this._id(name).replace(/^state\./, ""));
    const places = [`edge.${source}.${target}`, `shared.${target}`, `shared-edge.${target}`, "shared"];
    return places.filter((id) => this.places.get(id)?.dataset.lines?.split(" ").includes(line));
  }

  _class(id, name) {
    this.places.get(id)?.classList.add(name);
  }

  _clear(name) {
    for (const place of this.svg.querySelectorAll(`.${name}`)) place.classList.remove(name);
  }

  /** Bring the current state into sight. */
  follow() {
    const place = this.places.get(this._id(this.lit.state));
    if (!place || !byId("follow").checked) return;
    const { canvas } = this;
    const [inside, room] = [place.getBoundingClientRect(), canvas.getBoundingClientRect()];
    const margin = this.fresh ? Infinity : 40; // a picture that was just put up begins in the midst of where one is
    this.fresh = false;
    if (inside.top < room.top + margin || inside.bottom > room.bottom - margin) {
      canvas.scrollTop += (inside.top + inside.bottom - room.top - room.bottom) / 2;
    }
    if (inside.left < room.left + margin || inside.right > room.right - margin) {
      canvas.scrollLeft += (inside.left + inside.right - room.left - room.right) / 2;
    }
  }

  /** Mark what was clicked, or nothing. */
  mark(id) {
    this._clear("chosen");
    this._class(id, "chosen");
  }
}
