import { invalidInput } from "./errors.js";

/** JSON text, where `JSON.stringify` would silently turn NaN into null or say nothing about the place of a bigint. */
export function toJson(value: unknown, path: string): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, (key, item: unknown) => {
      if (typeof item === "number" && !Number.isFinite(item)) {
        throw invalidInput(path, `\`${key}\` is ${item}, which JSON cannot hold`);
      }
      if (typeof item === "bigint") {
        throw invalidInput(path, `\`${key}\` is a bigint, which JSON cannot hold; write it as a string`);
      }
      return item;
    });
  } catch (error) {
    if (error instanceof TypeError) throw invalidInput(path, "it refers to itself, and JSON cannot");
    throw error;
  }
  if (text === undefined) throw invalidInput(path, "it is undefined or a function, which JSON cannot hold");
  return text;
}
