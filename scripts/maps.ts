/** The two import maps say the same: package.json's, which Bun reads, and deno.json's. @module */

import { readSource } from "./source.ts";

/** What is read of deno.json. */
export interface DenoManifest {
  version: string;
  imports: Record<string, string>;
}

/** What is read of package.json. */
export interface PackageManifest extends DenoManifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** What is wrong with the two manifests, a sentence each. */
export function mapFaults(deno: DenoManifest, bun: PackageManifest): string[] {
  const versions = { ...bun.dependencies, ...bun.devDependencies };
  return [
    ...(deno.version === bun.version ? [] : [`version: deno.json says ${deno.version}, package.json ${bun.version}`]),
    ...missing(deno.imports, bun.imports, "package.json"),
    ...missing(bun.imports, deno.imports, "deno.json"),
    ...Object.keys(deno.imports).flatMap((name) => nameFaults(name, deno, bun)),
    ...Object.entries(versions).flatMap(([name, version]) => rangeFaults(name, version)),
  ];
}

/** What one file imports that is no relative path, no `#` name of ours, no runtime's module, and in no manifest. */
export function importFaults(path: string, text: string, bun: PackageManifest): string[] {
  const forTools = path.startsWith("tests/") || path.startsWith("scripts/");
  const packages = Object.keys(forTools ? { ...bun.dependencies, ...bun.devDependencies } : bun.dependencies);
  return readSource(path, text).imports.flatMap(({ text: name, line }) => {
    if (/^\.{1,2}\/|^(?:node|bun):|^(?:bun|\?)$/.test(name)) return [];
    if (name.startsWith("#") ? Object.hasOwn(bun.imports, name) : packages.includes(packageOf(name))) return [];
    const expected = name.startsWith("#") ? "a name mapped in both manifests" : "a package among the dependencies";
    return [`${path}:${line} imports ${name}: expected ${expected}`];
  });
}

/** What is wrong with a lock file: it holds each dependency's version, and no address from which one was fetched. */
export function lockFaults(file: string, text: string, bun: PackageManifest): string[] {
  const wanted = Object.entries({ ...bun.dependencies, ...bun.devDependencies });
  const stale = wanted.map(([name, version]) => `${name}@${version}`).filter((it) => !text.includes(`"${it}"`));
  return [
    ...stale.map((it) => `${file}: expected ${it}, which package.json asks for`),
    ...(/https?:\/\//.test(text) ? [`${file}: names an address, expected packages and hashes only`] : []),
  ];
}

/** Names that the other map lacks. */
function missing(these: Record<string, string>, others: Record<string, string>, file: string): string[] {
  const lacking = Object.keys(these).filter((name) => !Object.hasOwn(others, name));
  return lacking.map((name) => `${name}: expected in the imports of ${file} too`);
}

/** What is wrong with one name: it must begin with `#`, and lead to the same version of the same file of a package. */
function nameFaults(name: string, deno: DenoManifest, bun: PackageManifest): string[] {
  if (!name.startsWith("#")) return [`${name}: expected a name that begins with #`];
  const there = deno.imports[name] ?? "";
  const here = bun.imports[name];
  if (here === undefined || (isOurs(here) && isOurs(there))) return [];
  const wanted = `npm:${versioned(here, bun)}`;
  return there === wanted ? [] : [`${name}: deno.json says ${there}, expected ${wanted}`];
}

/** A package's file with the version that package.json asks for. */
function versioned(target: string, bun: PackageManifest): string {
  const name = packageOf(target);
  return `${name}@${bun.dependencies[name] ?? bun.devDependencies[name] ?? "?"}${target.slice(name.length)}`;
}

/** An exact version or nothing: a range makes two clones differ. */
function rangeFaults(name: string, version: string): string[] {
  const exact = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(version);
  return exact ? [] : [`${name}: package.json says ${version}, expected an exact version`];
}

/** Whether a target is a file of the project. */
function isOurs(target: string): boolean {
  return target.startsWith("./");
}

/** The package's own name in `@scope/name/path` or `name/path`. */
function packageOf(target: string): string {
  return target.split("/").slice(0, target.startsWith("@") ? 2 : 1).join("/");
}
