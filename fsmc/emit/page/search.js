// Words in, places of the page out: what has a name by its name, citations by section, the reference by its text.

const MOST_FOUND = 40;

class Search {
  constructor(app) {
    this.app = app;
    this.field = byId("search");
    this.list = byId("found");
    this.entries = indexOf(app.model);
    this.chosen = 0;
    this.field.addEventListener("input", () => this.look());
    this.field.addEventListener("focus", () => this.field.value && this.look());
    this.field.addEventListener("keydown", (event) => this._key(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  look() {
    const words = this.field.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return this.close();
    this.found = [...this._byName(words), ...this._byText(words)].slice(0, MOST_FOUND);
    this.chosen = 0;
    this._show();
    return undefined;
  }

  /** Names that hold all words; those that begin with the first come first. */
  _byName(words) {
    const hit = (entry) => words.every((word) => entry.words.includes(word));
    const begins = (entry) =>
      entry.name.toLowerCase() === words[0] ? 0 : entry.name.toLowerCase().startsWith(words[0]) ? 1 : 2;
    return this.entries.filter(hit).sort((one, other) => begins(one) - begins(other));
  }

  /** Rows and paragraphs of the reference that hold all words. */
  _byText(words) {
    if (words.join("").length < 3) return [];
    this.texts ??= [...document.querySelectorAll("#reference article :is(tr, li, p)")]
      .filter((place) => !place.closest("nav"))
      .map((place) => ({ place, text: place.textContent.toLowerCase() }));
    return this.texts
      .filter(({ text }) => text.length < 4000 && words.every((word) => text.includes(word)))
      .slice(0, 25)
      .map(({ place }) => ({
        kind: "text",
        name: "",
        detail: place.textContent.trim().replace(/\s+/g, " ").slice(0, 160),
        go: (app) => visit(app, idNear(place), place),
      }));
  }

  _show() {
    fill(
      this.list,
      this.found.length
        ? this.found.map((entry, place) => this._item(entry, place))
        : el("li", { class: "muted" }, "Nothing of that name."),
    );
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this._choose(this.chosen);
  }

  _item(entry, place) {
    return el(
      "li",
      {
        role: "option",
        id: `found-${place}`,
        on: {
          pointerdown: (event) => {
            event.preventDefault();
            this._go(place);
          },
        },
      },
      el("span", { class: "kind" }, entry.kind),
      entry.name ? el("span", { class: "name" }, entry.name) : null,
      el("span", { class: "detail" }, entry.detail || ""),
    );
  }

  _choose(place) {
    if (!this.found.length) return;
    this.chosen = (place + this.found.length) % this.found.length;
    for (const [number, item] of [...this.list.children].entries())
      item.setAttribute("aria-selected", String(number === this.chosen));
    this.field.setAttribute("aria-activedescendant", `found-${this.chosen}`);
    this.list.children[this.chosen].scrollIntoView({ block: "nearest" });
  }

  _key(event) {
    if (event.key === "ArrowDown") this._choose(this.chosen + 1);
    else if (event.key === "ArrowUp") this._choose(this.chosen - 1);
    else if (event.key === "Enter") this._go(this.chosen);
    else if (event.key === "Escape") {
      this.close();
      this.field.blur();
    } else return;
    event.preventDefault();
  }

  _go(place) {
    const entry = this.list.hidden ? undefined : this.found[place];
    if (!entry) return;
    if (entry.among) {
      // a citation: what cites it
      this.found = entry.among;
      this._show();
      return;
    }
    this.close();
    this.field.blur();
    entry.go(this.app);
  }

  close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}

/** Everything that has a name: { kind, name, detail, words, go or among }. */
function indexOf(model) {
  const kinds = [
    ["state", "states"],
    ["event", "events"],
    ["action", "actions"],
    ["guard", "guards"],
    ["timer", "timers"],
    ["variable", "variables"],
    ["option", "options"],
    ["group", "groups"],
    ["tag", "tags"],
    ["constant", "constants"],
    ["type", "types"],
  ];
  const declared = kinds.flatMap(([kind, key]) => model[key].map((one) => placed(kind, one)));
  const scenarios = model.scenarios.map((one) => entryOf("scenario", one, (app) => app.player.load(one.name)));
  return [...declared, ...scenarios, ...citations(model)];
}

function placed(kind, one) {
  return entryOf(kind, one, (app) => {
    if (kind === "state") tell(app, one.id);
    visit(app, one.id);
  });
}

function entryOf(kind, one, go) {
  const detail = [one.label, one.doc].filter(Boolean).join(" · ").replace(/\s+/g, " ").slice(0, 140);
  return { kind, name: one.name, detail, go, words: `${kind} ${one.name} ${one.label || ""}`.toLowerCase() };
}

/** Each section that is cited, with the lines and declarations that cite it. */
function citations(model) {
  const sections = new Map();
  const cited = (one, entry) => {
    for (const cite of one.cites || []) sections.set(cite.label, [...(sections.get(cite.label) ?? []), entry]);
  };
  for (const line of model.lines)
    cited(line, { kind: "line", name: line.label, detail: line.doc, go: (app) => visit(app, cellOf(model, line)) });
  for (const key of ["states", "events", "actions", "guards", "timers", "variables", "options", "constants", "types"]) {
    for (const one of model[key]) cited(one, placed(key.replace(/s$/, ""), one));
  }
  return [...sections].map(([label, among]) => ({
    kind: "citation",
    name: label,
    detail: `${among.length} ${among.length === 1 ? "place" : "places"}`,
    among,
    words: `citation § ${label}`.toLowerCase(),
  }));
}

/** The id of the first cell that a line decides. */
function cellOf(model, line) {
  return model.cells.find((cell) => cell.branches.some((branch) => branch.line === line.id))?.id ?? "";
}
