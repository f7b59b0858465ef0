// An expression and a scope in, its value out.  Whole numbers are BigInt, durations are seconds, members of
// enumerations are their names.  A part that is not known, such as an answer that nobody has given, leaves the whole
// UNKNOWN only if it hangs on it.
const engineExpressions = (() => {
  "use strict";

  /** A use of the engine that makes no sense, told for people. */
  class EngineError extends Error {}

  /** What an expression comes to whose parts are not known yet. */
  const UNKNOWN = Symbol("unknown");

  const dictionary = (entries = []) => {
    const found = Object.create(null); // a name such as __proto__ is a name like any other here
    for (const [name, value] of entries) found[name] = value;
    return found;
  };

  const byName = (entries, key = "name") => new Map(entries.map((entry) => [entry[key], entry]));

  const frozen = (value) => {
    if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
      Object.freeze(value);
      Object.values(value).forEach(frozen);
    }
    return value;
  };

  const ARITHMETIC = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b };
  const COMPARISONS = {
    "==": (a, b) => a === b,
    "!=": (a, b) => a !== b,
    "<": (a, b) => a < b,
    "<=": (a, b) => a <= b,
    ">": (a, b) => a > b,
    ">=": (a, b) => a >= b,
  };

  function arithmetic(tree, left, right) {
    if (left === UNKNOWN || right === UNKNOWN) return UNKNOWN;
    const numbers = tree.type === "duration" ? [Number(left), Number(right)] : [left, right];
    return ARITHMETIC[tree.op](...numbers);
  }

  /** `a < b <= c`: from left to right, until a link fails. */
  function chain(tree, scope) {
    let known = true;
    let left = evaluate(tree.operands[0], scope);
    for (const [place, operator] of tree.operators.entries()) {
      const right = evaluate(tree.operands[place + 1], scope);
      if (left === UNKNOWN || right === UNKNOWN) known = false;
      else if (!COMPARISONS[operator](left, right)) return false;
      left = right;
    }
    return known || UNKNOWN;
  }

  /** `and`, `or`: up to the first operand that decides. */
  function logic(operands, deciding, scope) {
    let known = true;
    for (const operand of operands) {
      const found = evaluate(operand, scope);
      if (found === deciding) return deciding;
      if (found === UNKNOWN) known = false;
    }
    return known ? !deciding : UNKNOWN;
  }

  /** The value of an expression in a scope: `literal`, `read`, `payload`, `running` and `ask` say what it may read. */
  function evaluate(tree, scope) {
    const inner = (part) => evaluate(part, scope);
    const known = (value, then) => (value === UNKNOWN ? UNKNOWN : then(value));
    switch (tree.kind) {
      case "literal":
        return scope.literal(tree);
      case "member":
        return tree.name;
      case "constant":
      case "option":
      case "variable":
        return scope.read(tree);
      case "payload":
        return scope.payload(tree.name);
      case "field":
        return known(inner(tree.of), (value) => fieldOf(value, tree.name));
      case "running":
        return scope.running(tree.timer);
      case "ask":
        return scope.ask(tree.guard, tree.args.map(inner));
      case "pack":
        return tree.items.map(inner);
      case "not":
        return known(inner(tree.operand), (value) => !value);
      case "negative":
        return known(inner(tree.operand), (value) => -value);
      case "arithmetic":
        return arithmetic(tree, inner(tree.left), inner(tree.right));
      case "comparison":
        return chain(tree, scope);
      case "and":
        return logic(tree.operands, false, scope);
      case "or":
        return logic(tree.operands, true, scope);
      default:
        throw new EngineError(`no expression is of the kind ${tree.kind}`);
    }
  }

  /** Whether a condition holds. Only what it hangs on is asked, one question after the other. */
  function holds(tree, scope) {
    for (;;) {
      scope.open.length = 0;
      const found = evaluate(tree, scope);
      if (found !== UNKNOWN) return found;
      scope.open[0]();
    }
  }

  function fieldOf(value, name) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, name)) {
      throw new EngineError(`the value has no field ${name}`);
    }
    return value[name];
  }

  /** Calls `visit` with an expression and all its parts. */
  function walk(tree, visit) {
    visit(tree);
    const parts = [tree.of, tree.operand, tree.left, tree.right, ...(tree.operands ?? []), ...(tree.args ?? [])];
    for (const part of [...parts, ...(tree.items ?? [])]) if (part && typeof part === "object") walk(part, visit);
  }

  return { ARITHMETIC, EngineError, UNKNOWN, byName, dictionary, evaluate, fieldOf, frozen, holds, walk };
})();
const { EngineError } = engineExpressions;
