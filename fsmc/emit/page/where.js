// A place of the page in, an entry of the browser's history out: each address holds the play and the place.
//   #play=...&at=state.X      Going back goes through places; the play stays as it is.

const AT = "&at=";

class Where {
  constructor(link) {
    this.link = link;
    this.at = "";
  }

  /** The play goes on: the same entry holds it; whoever plays at the top has left the place below. */
  keep() {
    if (scrollY < innerHeight / 2) this.at = "";
    this._say("replaceState");
  }

  /** Go to a place by its id, nothing for the top; it becomes an entry of its own. */
  go(at) {
    if (at === this.at) return;
    this._say("replaceState"); // the entry that is left holds the play of now
    this.at = at;
    this._say("pushState");
  }

  /** Whether an entry of the history is one of these; then the play of now is put into it. */
  back(state) {
    if (typeof state?.at !== "string") return false;
    this.at = state.at;
    this._say("replaceState");
    return true;
  }

  _say(how) {
    try {
      history[how]({ at: this.at }, "", this.link() + (this.at && AT + encodeURIComponent(this.at)));
    } catch {
      /* an address that may not be changed: the page works without */
    }
  }
}

/** A fragment as the play in it and the place. */
function fragmentParts(fragment) {
  if (!fragment.startsWith(LINK)) return { play: "", at: decoded(fragment.slice(1)) };
  const [play, at = ""] = fragment.split(AT);
  return { play, at: decoded(at) };
}

/** A part of an address as text; one that is no such part stands for nothing. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
