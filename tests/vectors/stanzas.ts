/** Vector files made of stanzas of `Name = value` lines: NIST's .rsp and OpenSSL's evp_test files. @module */

/** One vector: its values by their names in lower case, and the section (`[ENCRYPT]`) that it stands in. */
export interface Stanza {
  /** The value of a name, as it stands in the file; undefined where the vector has none. */
  readonly [name: string]: string | undefined;
}

/** The stanzas of a file: blank lines part them, lines that start with `#` do not count. */
export function parseStanzas(text: string): Stanza[] {
  const stanzas: Stanza[] = [];
  let section: string | undefined;
  for (const paragraph of text.split(/\r?\n(?:[ \t]*\r?\n)+/)) {
    const values: Record<string, string> = {};
    for (const line of paragraph.split(/\r?\n/)) {
      section = /^\[(.+)\]/.exec(line)?.[1] ?? section;
      const [, name, value] = /^([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) values[name.toLowerCase()] = value;
    }
    if (Object.keys(values).length > 0) stanzas.push(section === undefined ? values : { section, ...values });
  }
  return stanzas;
}

/** A value that the vector must have. */
export function valueOf(stanza: Stanza, name: string): string {
  const value = stanza[name];
  if (value === undefined) throw new Error(`Cannot use the vector: it has no ${name} (${JSON.stringify(stanza)})`);
  return value;
}
