// Words in, elements out.  What a spec says becomes text nodes and attributes that are only shown, never markup.

const byId = (id) => document.getElementById(id);

const HIDDEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The text with U+FFFD for each character that hides or reorders what stands around it. */
function visible(text) {
  return String(text).replace(new RegExp(HIDDEN, "gu"), "\ufffd");
}

const SHOWN = new Set(["title", "aria-label", "placeholder"]);

/** An element: `on` are its listeners, other attributes are set as they are; nothing is made of what is null. */
function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [type, listener] of Object.entries(value)) made.addEventListener(type, listener);
    else made.setAttribute(name, value === true ? "" : SHOWN.has(name) ? visible(value) : String(value));
  }
  made.append(...content(children));
  return made;
}

/** What is put into an element: nodes, and texts of which every character can be seen. */
function content(children) {
  const some = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== "");
  return some.map((child) => (child instanceof Node ? child : visible(child)));
}

function button(label, listener, attributes) {
  return el("button", { type: "button", on: { click: listener }, ...attributes }, label);
}

/** Give a place of the page new content. */
function fill(place, ...children) {
  place.replaceChildren(...content(children));
}

/** A citation: a link to the web where its document has an address. */
function citation(cite) {
  if (!/^https?:\/\//i.test(cite.url || "")) return el("span", { class: "muted" }, cite.label);
  return el("a", { href: cite.url, target: "_blank", rel: "noopener noreferrer" }, cite.label);
}

/** A link to a place of the reference. */
function reference(id, label) {
  return el("a", { href: "#" + id }, label);
}

/** Tell those who listen to the page instead of looking at it. */
function say(text) {
  fill(byId("said"), text);
}

function joined(nodes, between) {
  return nodes.flatMap((node, place) => (place ? [between, node] : [node]));
}

function dialog(title, ...children) {
  const shown = el("dialog", { "aria-label": title }, el("h2", {}, title), ...children);
  shown.addEventListener("close", () => shown.remove());
  shown.addEventListener("click", (event) => event.target === shown && shown.close());
  document.body.append(shown);
  shown.showModal();
  return shown;
}

/** Show a text that can be copied, and try to copy it. */
function offer(title, text, about) {
  const area = el("textarea", {
    readonly: true,
    spellcheck: "false",
    "aria-label": title,
    rows: Math.min(16, Math.max(4, text.split("\n").length)),
  });
  area.value = text;
  const told = el("p", { role: "status" }, about);
  const copy = () =>
    copied(area).then((done) => {
      told.textContent = done ? "Copied. " + about : about;
    });
  const shown = dialog(
    title,
    area,
    told,
    el(
      "div",
      { class: "acts" },
      button("Copy", copy, { class: "first" }),
      button("Close", () => shown.close()),
    ),
  );
  copy();
}

async function copied(area) {
  area.select();
  try {
    await navigator.clipboard.writeText(area.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
