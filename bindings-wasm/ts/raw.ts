/**
 * The functions beneath the classes: the core by name and JSON text, without input or output. For tests and for
 * hosts that send bytes themselves; everyone else uses `IngestClient`, `Mapping` and `verify`.
 */
import * as glue from "./wasm/lexamica.js";
import { errorFrom } from "./errors.js";

export type {
  Attempt, ErrorData, KeyTier, OperationRow, Outcome, RawRequest, Reply, Step, TransportFailure,
} from "./wasm/lexamica.js";

/** Loads the wasm if it can be loaded at once; set by the entry of a platform that can. */
let load: () => void = () => {
  throw new Error("lexamica is not loaded yet: `await init()` once before you use it");
};

/** Says how the wasm is loaded on first use. */
export function loadWith(loader: () => void): void {
  load = loader;
}

/** Says that the wasm is there. */
export function loaded(): void {
  load = () => {};
}

function native(): typeof glue {
  load();
  return glue;
}

/** The value of a reply; throws its error. */
export function value<T>(reply: glue.Reply<T>): T {
  if ("error" in reply) throw errorFrom(reply.error);
  return reply.ok;
}

/** The version of this package. */
export const version = (): string => native().version();

/** The table of operations. */
export const operations = (): glue.OperationRow[] => native().operations();

/** Builds the request of an operation; `random` is 64 fresh random bits. */
export const prepare = (operation: string, input: string, config: string, random: bigint): glue.Reply<glue.RawRequest> =>
  native().prepare(operation, input, config, random);

/** Reads what became of a request. */
export const interpret = (
  operation: string, input: string, config: string, outcome: glue.Outcome, attempt: glue.Attempt,
): glue.Step => native().interpret(operation, input, config, outcome, attempt);

/** Your names to Lexamica's, on JSON text. */
export const mapInbound = (mapping: string, payload: string): glue.Reply<string> =>
  native().mapInbound(mapping, payload);

/** Lexamica's names to yours, on JSON text. */
export const mapOutbound = (mapping: string, canonical: string): glue.Reply<string> =>
  native().mapOutbound(mapping, canonical);

/** What a recipe makes of a record, and what is wrong with it, on JSON text. */
export const applyRecipe = (recipe: string, record: string): glue.Reply<string> =>
  native().applyRecipe(recipe, record);

/** Checks a delivery. */
export const verifyWebhook = (
  headers: [string, string][], body: Uint8Array, secrets: string[], contract?: string,
): glue.Reply<undefined> => native().verifyWebhook(headers, body, secrets, contract);

/** Signs a body. */
export const signWebhook = (body: Uint8Array, secret: string): glue.Reply<string> =>
  native().signWebhook(body, secret);
