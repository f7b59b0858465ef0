// The model in the page in, the page at work out.

function start() {
  const app = new App(JSON.parse(byId("model").textContent));
  byId("theme").addEventListener("click", toggleTheme);
  byId("help").addEventListener("click", help);
  nameTheme();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);
  document.addEventListener("click", (event) => follow(app, event));
  addEventListener("popstate", (event) => app.where.back(event.state) && highlight(app, app.where.at));
  addEventListener("hashchange", () => history.state || restore(app));
  listenToKeys(app);
  restore(app);
}

/** Go where a link within the page leads; one that shall open elsewhere does. */
function follow(app, event) {
  const link = event.target.closest?.('a[href^="#"]');
  const id = link && link.getAttribute("href").slice(1);
  if (!id || !byId(id) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (id === "simulator") toTop(app);
  else visit(app, id);
}

/** Bring the page where its address says. */
function restore(app) {
  const { play, at } = fragmentParts(location.hash);
  app.player.leave();
  app.notice(followLink(app.session, play));
  if (play) app.settle();
  else app.refresh();
  app.where.at = byId(at)?.closest("#reference") ? at : "";
  if (play || app.where.at) app.where.back({ at: app.where.at });
  if (app.where.at) jump(app, at);
}

start();
