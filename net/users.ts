/** The users of the system, as /etc/passwd and /etc/group list them. @module */

/** Where they are listed. */
export const USER_FILES = { passwd: "/etc/passwd", group: "/etc/group" } as const;

/** A user that the program may become. */
export interface SystemUser {
  /** The name. */
  readonly name: string;
  /** The number. */
  readonly uid: number;
  /** The number of its own group. */
  readonly gid: number;
  /** The numbers of all its groups, its own first. */
  readonly groups: readonly number[];
}

/** The user of this name, or of this number in digits; null when the files list none. */
export function findUser(wanted: string, files: Readonly<Record<keyof typeof USER_FILES, string>>): SystemUser | null {
  for (const fields of records(files.passwd)) {
    const [name = "", , uid = "", gid = ""] = fields;
    if (name !== wanted && uid !== wanted) continue;
    if (!isNumber(uid) || !isNumber(gid)) return null;
    const others = groupsOf(name, files.group).filter((group) => group !== Number(gid));
    return { name, uid: Number(uid), gid: Number(gid), groups: [Number(gid), ...others] };
  }
  return null;
}

/** The groups that list a user among their members. */
function groupsOf(user: string, text: string): number[] {
  return records(text).flatMap(([, , gid = "", members = ""]) =>
    isNumber(gid) && members.split(",").includes(user) ? [Number(gid)] : []
  );
}

/** The lines with their fields; comments and lines of other services (`+`, `-`) are none. */
function records(text: string): string[][] {
  return text.split("\n").filter((line) => /^[^#+:-][^:]*:/.test(line)).map((line) => line.trimEnd().split(":"));
}

/** Whether the text is a number that the system gives to users: the last one means nobody at all to C. */
function isNumber(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) < 0xffff_ffff;
}
