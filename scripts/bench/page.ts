/** The page of figures: prose by hand, and sections between marks that a run replaces. @module */

/** The page with one section's text replaced. Throws when the page has no such section. */
export function withSection(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`Cannot write the figures: expected ${begin} and ${end} in the page`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
