import { toJson } from "./json.js";
import { mapInbound, mapOutbound, value } from "./raw.js";

/** One pair of a mapping. */
export interface Pair {
  /** Your name for the field. */
  yours: string;
  /** Lexamica's dotted path, for example `client.firstName`. */
  lexamica: string;
}

/** A mapping as plain data. */
export interface MappingData {
  /** A name for people. */
  name: string;
  /** The model that the mapping describes, for example `Case`. */
  model: string;
  /** The pairs, in the order in which payloads are written. */
  fields: readonly Pair[];
}

/** A JSON object. */
export type JsonObject = { [key: string]: unknown };

/** Lexamica's mapping, run locally: shows what Lexamica will see, and reads answers and events in your names. */
export class Mapping implements MappingData {
  readonly name: string;
  readonly model: string;
  readonly fields: readonly Pair[];

  constructor({ name, model, fields }: MappingData) {
    this.name = name;
    this.model = model;
    this.fields = fields.map(({ yours, lexamica }) => ({ yours, lexamica }));
  }

  /** From your field names to Lexamica's. */
  inbound(payload: JsonObject): JsonObject {
    return JSON.parse(value(mapInbound(toJson(this, "mapping"), toJson(payload, "payload")))) as JsonObject;
  }

  /** From Lexamica's field names to yours. */
  outbound(canonical: JsonObject): JsonObject {
    return JSON.parse(value(mapOutbound(toJson(this, "mapping"), toJson(canonical, "canonical")))) as JsonObject;
  }
}
