import { invalidInput } from "./errors.js";

/** What has no JSON, by the name that it has in every realm; `JSON.stringify` would write `{}` or a guess. */
const NOT_JSON = /^(Map|Set|Weak(Map|Set|Ref)|RegExp|Promise|Error|(Shared)?ArrayBuffer|DataView|\w+Array|Blob|File|FormData|Headers|URLSearchParams)$/;

/**
 * JSON text. Refuses what `JSON.stringify` would silently drop, turn into null or write as something else. `path` names
 * the whole, `inside` what precedes the names in it.
 */
export function toJson(value: unknown, path: string, inside = path): string {
  const paths = new Map<unknown, string>();
  let top = true;
  /** Is called before each value is written, with the object that holds it. */
  function check(this: unknown, key: string, item: unknown): unknown {
    const root = top;
    top = false;
    const parent = paths.get(this) ?? "";
    const place = root ? path : parent === "" ? key : `${parent}.${key}`;
    // Not `item`: of a Date it is already the text in UTC.
    const trouble = whyNot((this as { [key: string]: unknown })[key]) ?? whyNot(item);
    if (trouble !== undefined) throw invalidInput(place, trouble);
    if (typeof item === "object") paths.set(item, root ? inside : place);
    return item;
  }
  let text: string | undefined;
  try {
    text = JSON.stringify(value, check);
  } catch (error) {
    if (error instanceof TypeError) throw invalidInput(path, "it refers to itself, and JSON cannot");
    if (error instanceof RangeError) throw invalidInput(path, "it is nested too deeply");
    throw error;
  }
  if (text === undefined) throw invalidInput(path, "it is undefined, which JSON cannot hold");
  return text;
}

/** What is wrong with a value, if anything. `undefined` is not: it is left out, as everywhere in JavaScript. */
function whyNot(item: unknown): string | undefined {
  switch (typeof item) {
    case "number": return Number.isFinite(item) ? undefined : `it is ${item}, which JSON cannot hold`;
    case "bigint": return "it is a bigint, which JSON cannot hold; write it as a string";
    case "function": case "symbol": return `it is a ${typeof item}, which JSON cannot hold`;
    case "object": break;
    default: return undefined;
  }
  const name = Object.prototype.toString.call(item).slice(8, -1);
  if (name === "Number") return whyNot(Number(item));
  if (name === "Date") {
    return 'it is a Date, a moment in a time zone, and JSON would move it to UTC, perhaps to another day; pass a text like "2026-02-03"';
  }
  return NOT_JSON.test(name) ? `it is of the type ${name}, which JSON cannot hold; pass an object, an array or a text` : undefined;
}
