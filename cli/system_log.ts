/** Lines for the system's log, in the form that it has always had (RFC 3164). @module */

import type { Level } from "../relay/log.ts";
import type { LineFormat } from "./log_lines.ts";

/** The facility of programs in the background. */
const DAEMON = 3;

/** How bad each level is there. */
const SEVERITIES: Readonly<Record<Level, number>> = { debug: 7, info: 6, warn: 4, error: 3 };

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `<30>Nov 22 20:00:00 ss-server[4242]: text`, the text being what another form makes of the event. */
export function systemLogForm(program: string, pid: number, text: LineFormat): LineFormat {
  return (time, level, name, fields) => {
    const two = (part: number) => String(part).padStart(2, "0");
    const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(":");
    const day = `${MONTHS[time.getMonth()]} ${String(time.getDate()).padStart(2, " ")}`;
    const said = text(time, level, name, fields).trim();
    return `<${DAEMON * 8 + SEVERITIES[level]}>${day} ${clock} ${program}[${pid}]: ${said}`;
  };
}
