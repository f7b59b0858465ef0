// The model in the page in, the page at work out.

function start() {
  const app = new App(JSON.parse(byId("model").textContent));
  byId("theme").addEventListener("click", toggleTheme);
  byId("help").addEventListener("click", help);
  nameTheme();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    const id = link && link.getAttribute("href").slice(1);
    if (!id || !byId(id)) return;
    event.preventDefault();
    if (id === "simulator" || id === "reference") byId(id).scrollIntoView();
    else jump(id);
  });
  addEventListener("hashchange", () => restore(app));
  listenToKeys(app);
  restore(app);
}

/** A part of an address as text; one that is no such part stands for nothing. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** Bring the page where its address says. */
function restore(app) {
  const fragment = location.hash;
  app.player.leave();
  app.notice(followLink(app.session, fragment));
  if (fragment.startsWith(LINK)) app.settle();
  else app.refresh();
  if (!fragment.startsWith(LINK)) jump(decoded(fragment.slice(1)));
}

start();
