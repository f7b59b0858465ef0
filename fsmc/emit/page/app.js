// A play, and all that is shown of it, in one hand: what the buttons and keys do.

class App {
  constructor(model) {
    this.model = model;
    this.session = new Session(model);
    Object.assign(this, { question: null, pending: null, draft: null, opened: "" });
    Object.assign(this, { refused: false, waited: "1s", optionsOpen: false });
    this.where = new Where(() => linkOf(this.session));
    this.player = new Player(this);
    this.search = new Search(this);
    this.diagram = new Diagram(model, (id, told) => tell(this, id, told));
  }

  // --------------------------------------------------------------------------------------------------- the play

  begin(setup, keepScenario = false) {
    if (!keepScenario) this.player.leave();
    this.session.begin(setup);
    this.settle();
    say(`Started in ${this.session.machine.state}.`);
  }

  /** Do a command; a question that it puts is shown first.  False if it could not be done. */
  take(command, ofScenario = false) {
    const result = this._try(command);
    if (!result) return false;
    if (result.outcome === "asks") {
      Object.assign(this, { question: result.question, pending: { command, ofScenario }, draft: command });
      this.refresh();
      say(`Question: ${result.question.text}?`);
      return false;
    }
    if (!ofScenario) this.player.leave();
    this.notice("");
    this.settle();
    const did = result.actions.map((action) => action.text).join(", ");
    say(
      [`${this.session.title(this.session.last)}: ${thenText(result)}`, result.reason, did && `Actions: ${did}`]
        .filter(Boolean)
        .join(". "),
    );
    return true;
  }

  /** The result of a command; null, and a notice, where the machine can do nothing with it. */
  _try(command) {
    try {
      return this.session.take(command);
    } catch (fault) {
      this.notice(fault.message);
      return null;
    }
  }

  answer(answer) {
    const { guard, args, text } = this.question;
    const { command, ofScenario } = this.pending;
    Object.assign(this, { question: null, pending: null });
    const done = this.take(
      { ...command, answers: [...(command.answers || []), { guard, args, answer, text }] },
      ofScenario,
    );
    if (done && command.until) this.expire(command.until);
    if (done && command.end !== undefined) this._waitUntil(command.end);
  }

  cancel() {
    Object.assign(this, { question: null, pending: null });
    this.refresh();
  }

  undo() {
    this.go(this.session.at - 1);
  }

  redo() {
    this.go(this.session.at + 1);
  }

  go(place) {
    this.session.go(place);
    this.settle();
    say(`Step ${this.session.at}: ${this.session.machine.state}.`);
  }

  // -------------------------------------------------------------------------------------------------------- time

  /** Let time go by until a timer expires; what is due before it comes first, each as a step of its own. */
  expire(timer) {
    for (let count = 0; count < 1000; count += 1) {
      const found = this.session.machine.timers.find((one) => one.name === timer);
      if (!found) return;
      const next = this.session.machine.deadline;
      const more = next < found.deadline;
      if (
        !this.take({
          do: "wait",
          to: Math.max(next, this.session.machine.now),
          answers: [],
          ...(more ? { until: timer } : {}),
        })
      )
        return;
      if (!more) return;
    }
  }

  expireNext() {
    const [next] = [...this.session.machine.timers].sort((one, other) => one.deadline - other.deadline);
    if (next) this.expire(next.name);
    else say("No timer runs.");
  }

  wait(seconds) {
    if (!(seconds >= 0 && seconds < 1e11)) throw new EngineError("a length of time is wanted, such as 3s");
    this._waitUntil(this.session.machine.now + seconds);
  }

  /** Let time go by up to a moment; each expiry on the way is a step of its own. */
  _waitUntil(end) {
    for (let count = 0; count < 1000; count += 1) {
      const { deadline, now } = this.session.machine;
      const to = deadline !== null && deadline <= end ? Math.max(deadline, now) : end;
      if (to === end && end === now && deadline !== end) return;
      if (!this.take({ do: "wait", to, answers: [], end })) return;
      if (to === end && !(this.session.machine.deadline <= end)) return;
    }
  }

  // ------------------------------------------------------------------------------------------------------ showing

  /** After the play has changed: nothing is open any more, and the address holds the play. */
  settle() {
    Object.assign(this, { question: null, pending: null, draft: null, opened: "" });
    this.refresh();
    this.where.keep();
  }

  refresh() {
    const focused = document.activeElement?.dataset?.key;
    const inEvents = document.activeElement?.closest?.("#events, #question");
    showState(this);
    this.player.show();
    showQuestion(this);
    showEvents(this);
    showValues(this);
    showHistory(this);
    this._light();
    if (!this.question && focused) this._refocus(focused, inEvents);
  }

  _refocus(key, inEvents) {
    const again = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key && !one.disabled);
    (again ?? (inEvents ? document.querySelector("#events .send") : null))?.focus({ preventScroll: true });
  }

  _light() {
    const { session } = this;
    const recent = session.last?.result.steps?.length ?? 0;
    const steps = session.path;
    const entries = steps.map((step, place) => ({ ...step, last: place >= steps.length - recent }));
    this.diagram.light({ state: session.machine.state, entries });
  }

  open(event) {
    Object.assign(this, { opened: this.opened === event ? "" : event, draft: null });
    this.refresh();
    document.querySelector("#events .form :is(input, select, button)")?.focus();
  }

  escape() {
    if (this.question) this.cancel();
    else if (this.opened) this.open("");
    else byId("about").hidden = true;
  }

  notice(text) {
    fill(byId("notice"), text ? el("p", { class: "notice", role: "alert" }, text) : null);
  }

  copyLink() {
    const address = location.href.split("#")[0] + linkOf(this.session);
    offer("Link to this play", address, "Whoever opens it sees this play, step by step.");
  }

  copyScenario() {
    const { text, left } = scenarioText(this.session);
    if (HIDDEN.test(text)) return this.notice("A value has hidden characters: a spec has no way to write them.");
    const refused = left ? ` Left out: ${left} ${left === 1 ? "step that was" : "steps that were"} refused.` : "";
    const about = `Paste it into the spec: it is checked with every build.${refused}`;
    if (text) offer("This play as a scenario", text, about);
    else this.notice("There is no step yet that a scenario could say.");
    return undefined;
  }
}
