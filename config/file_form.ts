/** What form the text of a config file has. @module */

/** The form by the first line that says something: JSON5 unless it is one of the others. */
export function textFormOf(text: string): "json5" | "yaml" | "links" {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const first = lines.find((line) => !/^\s*(#|\/[/*]|$)/.test(line)) ?? "";
  if (/^\s*ss:\/\//i.test(first)) return "links";
  return lines.some((line) => /^(services|keys|web):/.test(line)) && !/^\s*[{[]/.test(first) ? "yaml" : "json5";
}

/** Whether the name of a file says that it is YAML. */
export function looksLikeYaml(source: string): boolean {
  return /\.ya?ml$/i.test(source);
}
