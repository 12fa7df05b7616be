/** `lexamica/raw` in Node: see raw.ts. */
import "./node-load.js";

export * from "./raw.js";
