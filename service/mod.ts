/** Turns a Config into listeners. @module */

export { atLeast, type Fields, type Level, type Log } from "../relay/log.ts";
export { start } from "./start.ts";
export { type Change, type ListenerInfo, type Role, type Service, StartError } from "./types.ts";
