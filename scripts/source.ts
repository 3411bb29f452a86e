/** What a source file loads and which globals it names, read by TypeScript's own parser. @module */

import ts from "typescript";

/** A word of interest and the line it stands on. */
export interface Found {
  text: string;
  line: number;
}

/** What one file says about the world outside it. */
export interface Source {
  /** Everything it loads: imports, re-exports, `import()`, import types, and files named beside `import.meta.url`. */
  imports: Found[];
  /** The runtimes' own globals that it names: Deno, Bun, process. */
  runtimes: Found[];
}

/** Reads one file. An `import()` whose name is computed appears as "?": nobody can tell what it loads. */
export function readSource(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const source: Source = { imports: [], runtimes: [] };
  const add = (list: Found[], node: ts.Node, found: string | undefined) => {
    if (found !== undefined) {
      list.push({ text: found, line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
    }
  };
  const visit = (node: ts.Node) => {
    add(source.imports, node, importIn(node));
    add(source.runtimes, node, runtimeIn(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return source;
}

/** What this node loads, if it loads something. */
function importIn(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isExportDeclaration(node)) return node.moduleSpecifier && literal(node.moduleSpecifier);
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : "?";
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return literal(node.arguments[0]);
  }
  return moduleBeside(node);
}

/** The module in `new URL("./worker.ts", import.meta.url)`: a worker's file is loaded that way. */
function moduleBeside(node: ts.Node): string | undefined {
  if (!ts.isNewExpression(node) || node.expression.getText() !== "URL") return undefined;
  const [name, base] = node.arguments ?? [];
  if (base?.getText() !== "import.meta.url" || name === undefined || !ts.isStringLiteralLike(name)) return undefined;
  return /^\.{1,2}\/.*\.[jt]s$/.test(name.text) ? name.text : undefined;
}

/** The text of a literal; "?" for what is computed. */
function literal(node: ts.Node | undefined): string {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : "?";
}

/** The runtime's global that this node names, if it does. */
function runtimeIn(node: ts.Node): string | undefined {
  if (ts.isElementAccessExpression(node) && node.expression.getText() === "globalThis") {
    return runtimeName(literal(node.argumentExpression));
  }
  if (!ts.isIdentifier(node) || runtimeName(node.text) === undefined) return undefined;
  return isFree(node) ? node.text : undefined;
}

/** The name itself when it is a runtime's. */
function runtimeName(name: string): string | undefined {
  return name === "Deno" || name === "Bun" || name === "process" ? name : undefined;
}

/**
 * Whether an identifier refers to a global, not to a member of something.
 *
 * `process` is an ordinary word: it counts only where something is taken from it.
 */
function isFree(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) {
    return parent.expression === node || parent.expression.getText() === "globalThis";
  }
  if (ts.isElementAccessExpression(parent) && parent.expression === node) return true;
  if (ts.isQualifiedName(parent)) return parent.left === node || parent.left.getText() === "globalThis";
  return node.text !== "process" && !isName(node);
}

/** Whether an identifier only gives a member its name: `{ Deno: 1 }`, `interface { Bun: string }`. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) || ts.isEnumMember(parent)) && parent.name === node;
}
