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
    button("Reference", () => jump(state.id), { class: "first" }),
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

/** Go to a place of the reference by its id; the address goes on holding the play. */
function jump(id) {
  const place = byId(id);
  if (place) jumpTo(place.closest("tr, li") ?? place.parentElement?.nextElementSibling ?? place);
}

function jumpTo(place) {
  for (const old of document.querySelectorAll("#reference .hit")) old.classList.remove("hit");
  place.classList.add("hit");
  place.scrollIntoView({ block: /^(TR|LI)$/.test(place.tagName) ? "center" : "start" });
  if (!byId("back"))
    document.body.append(button("Back to the machine", toTop, { id: "back", class: "first", title: "g" }));
}

function toTop() {
  scrollTo({ top: 0 });
  byId("back")?.remove();
}

/** To the reference, or back from it. */
function toggleReference() {
  if (scrollY > innerHeight / 2) toTop();
  else byId("reference").scrollIntoView();
}
