/**
 * Regular expressions of access control lists. They are written for other engines and asked about names that strangers
 * choose, and ours has no time limit: what it may take forever over is refused, and so is what it reads otherwise.
 *
 * @module
 */

/** Repetitions without an end that one pattern may have: the time grows with the name's length to their power. */
const MAX_REPETITIONS = 3;

/** A repetition up to so many times is as good as one without an end. */
const MANY = 16;

/** Choices may be repeated so often. */
const FEW = 4;

/** What stands before a domain to mean it and all that is under it. */
const ANY_SUBDOMAIN = /^(?:\((?:\?:)?\^\|\\\.\)|\^\((?:\?:)?\.[*+]\\\.\)\?|\^\((?:\?:)?\[\^\.\]\+\\\.\)\*)/;

const ESCAPED_NAME = /^(?:[a-z0-9_-]|\\[.-])+\$$/i;

/** The domain of a pattern that means it and all that is under it, or null. */
export function suffixOf(pattern: string): string | null {
  const rest = pattern.replace(ANY_SUBDOMAIN, "");
  return rest !== pattern ? nameOf(rest) : null;
}

/** The name of a pattern that means it alone, or null. */
export function exactOf(pattern: string): string | null {
  return pattern.startsWith("^") ? nameOf(pattern.slice(1)) : null;
}

function nameOf(text: string): string | null {
  return ESCAPED_NAME.test(text) ? text.slice(0, -1).replaceAll("\\", "").toLowerCase() : null;
}

/**
 * The pattern as our engine has it; names have no case.
 *
 * @throws {SyntaxError} when it may not be used, with the reason.
 */
export function compilePattern(text: string): RegExp {
  const pattern = text.replace(/^\(\?i\)/, "").replaceAll("(?P<", "(?<");
  checkSyntax(pattern);
  checkRepetitions(pattern);
  return new RegExp(pattern, "i");
}

function checkSyntax(pattern: string): void {
  if (/(?<!\\)\(\?(?:<?[=!])/.test(pattern)) throw new SyntaxError("it looks ahead or behind, which is not supported");
  if (/(?<!\\)\(\?>|[*+?}]\+/.test(pattern)) throw new SyntaxError("possessive parts are not supported");
  for (const [, escape = ""] of pattern.matchAll(/\\(.)/gs)) {
    if (/[1-9k]/.test(escape)) throw new SyntaxError("it refers back to a part of itself, which is not supported");
    if (/[A-Za-z]/.test(escape) && !/[dDwWsSbBtnrfvx]/.test(escape)) {
      throw new SyntaxError(`\\${escape} is not supported`);
    }
  }
}

/** What a group holds that gives the engine a choice, and so a reason to go back. */
interface Group {
  choice: boolean;
  /** Whether choices in it are repeated already, a few times. */
  repeated: boolean;
}

/** Refuses repeated choices, which double the time with each letter, and too many repetitions. */
function checkRepetitions(pattern: string): void {
  // Escapes and classes are one character each to the count.
  const plain = pattern.replace(/\\./gs, "a").replace(/\[\^?\]?[^\]]*\]/g, "a").replace(/\(\?(?::|<\w+>)/g, "(");
  const groups: Group[] = [{ choice: false, repeated: false }];
  let endless = 0;
  for (let at = 0; at < plain.length; at++) {
    const most = mostTimes(plain.slice(at + 1));
    if (plain[at] === "(") groups.push({ choice: false, repeated: false });
    else if (plain[at] === "|") groups.at(-1)!.choice = true;
    if (plain[at] === ")") closeGroup(groups, most);
    if (most === null || /[(|]/.test(plain[at]!)) continue;
    groups.at(-1)!.choice = true;
    if (most > MANY && ++endless > MAX_REPETITIONS) {
      throw new SyntaxError(`it has more than ${MAX_REPETITIONS} repetitions without an end`);
    }
  }
}

/** The group's choices are those of the one around it; repeated often, they may take forever. */
function closeGroup(groups: Group[], most: number | null): void {
  const inner = groups.length > 1 ? groups.pop()! : { choice: false, repeated: false };
  const outer = groups.at(-1)!;
  const repeats = most !== null && most > 1;
  if (repeats && (inner.repeated || (inner.choice && most > FEW))) {
    throw new SyntaxError("a repetition of what may be read in several ways may take forever");
  }
  outer.choice ||= inner.choice;
  outer.repeated ||= inner.repeated || (repeats && inner.choice);
}

/** How often what stands before may be there at most, where a quantifier follows that leaves a choice or repeats. */
function mostTimes(text: string): number | null {
  if (/^[*+]/.test(text)) return Infinity;
  if (text.startsWith("?")) return 1;
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}/.exec(text) ?? [];
  if (least === undefined) return null;
  return comma !== "" && most === "" ? Infinity : Number(most || least);
}
