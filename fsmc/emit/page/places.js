// An id in, its place in sight out: a state or an edge of the picture, a row of the reference.

/** Tell what was clicked in the picture: a state, or the lines of an edge. */
function tell(app, id, told = "") {
  const state = app.model.states.find((one) => one.id === id);
  const place = byId("about");
  const hide = () => {
    place.hidden = true;
    app.diagram.mark("");
  };
  app.diagram.mark(id);
  place.hidden = false;
  const close = button("×", hide, { class: "close", "aria-label": "Close" });
  fill(place, close, state ? aboutState(app, state) : el("p", { class: "mono" }, told));
}

function aboutState(app, state) {
  const begin = () => app.begin({ options: app.session.setup.options, state: state.name });
  const acts = [
    button("Reference", () => visit(app, state.id), { class: "first" }),
    app.diagram.hasAround(state.name) ? button("Neighbourhood", () => app.diagram.showAround(state.name)) : null,
    button("Start here", begin),
  ];
  return [
    el("h2", {}, state.name),
    state.label ? el("span", { class: "muted" }, ` ${state.label}`) : null,
    state.doc ? el("p", {}, state.doc) : null,
    state.cites ? el("p", {}, joined(state.cites.map(citation), ", ")) : null,
    el("div", { class: "acts" }, acts),
  ];
}

/** Go to a place of the reference by its id, or by one that has none itself; the address holds it and the play. */
function visit(app, id, place = placeOf(id)) {
  if (!place) return;
  app.where.go(id);
  jumpTo(app, place, id);
}

/** What is shown where an id stands: its row or its paragraph; the heading after it. */
function placeOf(id) {
  const place = byId(id);
  if (!place || id === "reference") return place;
  return place.closest("tr, li") ?? place.parentElement?.nextElementSibling ?? place;
}

/** The id that leads to a place without one: within it, or the last before it. */
function idNear(place) {
  const inside = place.querySelector("a[id]");
  if (inside) return inside.id;
  const before = (one) => one.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...document.querySelectorAll("#reference a[id]")].filter(before).pop()?.id ?? "reference";
}

function jump(app, id) {
  jumpTo(app, placeOf(id), id);
}

function jumpTo(app, place, id) {
  highlight(app, id, place);
  place.scrollIntoView({ block: /^(TR|LI)$/.test(place.tagName) ? "center" : "start" });
}

/** Mark a place of the reference, and offer the way back from it; nothing is marked where none is meant. */
function highlight(app, id, place = placeOf(id)) {
  for (const old of document.querySelectorAll("#reference .hit")) old.classList.remove("hit");
  if (!place) return byId("back")?.remove();
  if (id !== "reference") place.classList.add("hit");
  const back = () => toTop(app);
  if (!byId("back"))
    document.body.append(button("Back to the machine", back, { id: "back", class: "first", title: "g" }));
  return undefined;
}

function toTop(app) {
  app.where.go("");
  highlight(app, "");
  scrollTo({ top: 0 });
}

/** To the reference, or back from it. */
function toggleReference(app) {
  if (scrollY > innerHeight / 2) toTop(app);
  else visit(app, "reference");
}
