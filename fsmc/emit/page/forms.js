// An event in, the form for what it carries out; a question of the machine in, its two answers out.

/** Controls for the payload of an event, with what would come of it. */
function eventForm(app, entry) {
  const { machine } = app.session;
  const given = app.draft?.event === entry.event ? app.draft.payload : startingPayload(machine, entry);
  const then = el("span", { class: "then" });
  const fault = el("p", { class: "fault", role: "alert" });
  const look = (act) => {
    try {
      fault.textContent = "";
      act(asked.read());
    } catch (error) {
      then.textContent = "";
      fill(fault, error.message);
    }
  };
  const foresee = () =>
    look((payload) => {
      const result = machine.preview(entry.event, payload, []);
      fill(then, result.outcome === "asks" ? `asks ${result.question.text}` : thenText(result));
    });
  const asked = form(machine, entry.params || [], given, "payload", foresee);
  const send = () => look((payload) => app.take({ do: "send", event: entry.event, payload, answers: [] }));
  const node = el(
    "form",
    {
      class: "form",
      "aria-label": `what ${entry.event} carries`,
      on: {
        submit: (event) => {
          event.preventDefault();
          send();
        },
      },
    },
    el("h3", {}, entry.event),
    asked.node,
    fault,
    el(
      "div",
      { class: "acts" },
      el("button", { type: "submit", class: "first", "data-key": "deliver" }, "Deliver"),
      button("Cancel", () => app.open("")),
      then,
    ),
  );
  foresee();
  return node;
}

/** A question to the host: nothing has happened yet, and the answer decides. */
function showQuestion(app) {
  const { question } = app;
  if (!question) return fill(byId("question"));
  const guard = app.model.guards.find((one) => one.name === question.guard);
  fill(
    byId("question"),
    el(
      "div",
      { class: "form ask", role: "group", "aria-label": "A question to the host" },
      el("h3", {}, `${question.text}?`),
      guard?.label ? el("p", {}, guard.label) : null,
      guard?.doc ? el("p", { class: "muted" }, guard.doc) : null,
      el(
        "div",
        { class: "acts" },
        button("Yes", () => app.answer(true), { class: "first", "data-key": "yes", title: "y" }),
        button("No", () => app.answer(false), { "data-key": "no", title: "n" }),
        button("Cancel", () => app.cancel(), { title: "Esc" }),
      ),
    ),
  );
  byId("question").querySelector("button").focus();
}
