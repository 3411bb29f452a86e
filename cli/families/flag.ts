/** What one flag of another program is: data, from which command lines are read, usage is printed and tests are made. @module */

/** Which side, or which tool of it, a command is. */
export type FamilyRole = "server" | "local" | "tunnel";

/** Keys of that family's config files, with values as such a file would hold them. */
export type Settings = Readonly<Record<string, unknown>>;

/** How the text behind a flag becomes the value of a key. */
export type ValueKind =
  | "text"
  | "number"
  /** Texts with commas between. */
  | "list"
  /** A flag that may stand there often: all its values in a list. */
  | "each"
  /** `HOST:PORT`, for a key and another one with the port. */
  | "endpoint";

/** What a flag does that is no key of a config file. */
export type Deed =
  | "config"
  | "help"
  | "version"
  | "louder"
  | "quieter"
  | "daemon-command"
  | "background"
  | "background-with-pid-file"
  | "link"
  | "without-time";

/** What a flag means. */
export type Meaning =
  | { readonly key: string; readonly as?: ValueKind; readonly port?: string }
  | { readonly set: Settings }
  | { readonly does: Deed }
  /** It changes where traffic goes or how it is protected: the start is refused. */
  | { readonly refused: string }
  /** It may stand there: one line says that it is not used. */
  | { readonly unused: string };

/** One flag of one family. */
export interface FamilyFlag {
  /** Its names as they are typed, with spaces between; the last is the one that is spoken of. */
  readonly names: string;
  /** The commands that take it: all of the family unless given. */
  readonly of?: readonly FamilyRole[];
  /** What its value is called in the usage; a flag without one takes none. */
  readonly value?: string;
  /** One line for the usage. */
  readonly says: string;
  /** What it means. */
  readonly means: Meaning;
}

/** Its names, each with its hyphens. */
export function namesOf({ names }: FamilyFlag): string[] {
  return names.split(" ");
}

/** The flags that a command takes. */
export function flagsOf(flags: readonly FamilyFlag[], role: FamilyRole): FamilyFlag[] {
  return flags.filter((flag) => flag.of === undefined || flag.of.includes(role));
}
