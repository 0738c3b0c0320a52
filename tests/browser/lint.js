// Holds the page's scripts to ES2019 and to the house's rules. Usage: node lint.js FILE...
// Prints a JSON list of faults. Acorn parses; what it lets through at 2019 is the language's level,
// the tables below are the library's.
"use strict";

const fs = require("fs");
const path = require("path");
const acorn = require("../vendor/acorn.js");

const LONGEST = 300;
// Markup from strings, code from strings, and what came into browsers after 2019.
const FORBIDDEN_MEMBERS = new Set(
  ("innerHTML outerHTML insertAdjacentHTML write writeln createContextualFragment setHTML srcdoc cssText " +
    "replaceChildren replaceAll matchAll allSettled any at hasOwn findLast findLastIndex toSorted toReversed " +
    "toSpliced structuredClone randomUUID").split(" ")
);
const GLOBALS = new Set(
  ("window document navigator history fetch URL URLSearchParams AbortController Promise Object Array String Number " +
    "Math JSON Map Set Error Boolean Date setTimeout clearTimeout setInterval clearInterval localStorage " +
    "sessionStorage getComputedStyle encodeURIComponent decodeURIComponent undefined arguments Infinity " +
    "Uint8Array Float64Array").split(" ")
);

function lint(file) {
  const source = fs.readFileSync(file, "utf8");
  const faults = [];
  const fault = (node, text) =>
    faults.push(path.basename(file) + ":" + (node ? node.loc.start.line : 1) + ": " + text);
  const lines = source.split("\n").length - 1;
  if (lines > LONGEST) fault(null, lines + " lines; at most " + LONGEST);
  let tree;
  try {
    tree = acorn.parse(source, { ecmaVersion: 2019, sourceType: "script", locations: true });
  } catch (error) {
    faults.push(path.basename(file) + ": not ES2019: " + error.message);
    return faults;
  }
  const first = tree.body[0];
  if (!first || first.directive !== "use strict") fault(null, 'begins without "use strict"');
  for (const statement of tree.body.slice(1)) {
    if (statement.type !== "ExpressionStatement") fault(statement, "declares a global");
  }
  const declared = new Map();
  const used = new Map();
  walk(tree, null, null, { fault, declared, used });
  for (const [name, node] of used) {
    if (!declared.has(name) && !GLOBALS.has(name)) fault(node, "unknown name " + name);
  }
  for (const [name, node] of declared) if (!used.has(name)) fault(node, "unused name " + name);
  return faults;
}

function declare(pattern, into) {
  if (!pattern) return;
  if (pattern.type === "Identifier") into.set(pattern.name, pattern);
  else if (pattern.type === "ObjectPattern") pattern.properties.forEach((p) => declare(p.value || p.argument, into));
  else if (pattern.type === "ArrayPattern") pattern.elements.forEach((e) => declare(e, into));
  else if (pattern.type === "AssignmentPattern") declare(pattern.left, into);
  else if (pattern.type === "RestElement") declare(pattern.argument, into);
}

function isBinding(node, parent, key) {
  if (!parent) return false;
  if (parent.type === "MemberExpression" && key === "property") return !parent.computed;
  if (parent.type === "Property" && key === "key") return !parent.computed && !parent.shorthand;
  if (parent.type === "MethodDefinition" && key === "key") return true;
  return key === "id" || key === "label" || (key === "param" && parent.type === "CatchClause");
}

function walk(node, parent, key, found) {
  const { fault, declared, used } = found;
  if (node.type === "VariableDeclaration" && node.kind === "var") fault(node, "var; write const or let");
  if (node.type === "VariableDeclarator") declare(node.id, declared);
  if (/Function/.test(node.type)) {
    // Parameters may stand unused: their place says what they are.
    node.params.forEach((p) => declare(p, declared));
    const names = new Map();
    node.params.forEach((p) => declare(p, names));
    names.forEach((at, name) => used.set(name, at));
    if (node.id) declare(node.id, declared);
  }
  if (node.type === "ClassDeclaration") declare(node.id, declared);
  if (node.type === "CatchClause" && node.param) {
    declare(node.param, declared);
    used.set(node.param.name, node.param);
  }
  if (node.type === "MemberExpression") {
    const name = node.computed ? node.property.value : node.property.name;
    if (FORBIDDEN_MEMBERS.has(name)) fault(node, "forbidden: ." + name);
  }
  if (node.type === "CallExpression" && node.callee.name === "eval") fault(node, "forbidden: eval");
  if (node.type === "NewExpression" && node.callee.name === "Function") fault(node, "forbidden: Function");
  if (node.type === "BinaryExpression" && /^[!=]=$/.test(node.operator)) fault(node, "write " + node.operator + "=");
  if (node.type === "Identifier" && !isBinding(node, parent, key)) used.set(node.name, node);
  for (const name of Object.keys(node)) {
    if (name === "loc") continue;
    if (/^(VariableDeclarator)$/.test(node.type) && name === "id") {
      walkDefaults(node.id, found);
      continue;
    }
    const value = node[name];
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child.type === "string") walk(child, node, name, found);
    }
  }
}

// The default values within a declaration's pattern.
function walkDefaults(pattern, found) {
  if (!pattern) return;
  if (pattern.type === "AssignmentPattern") walk(pattern.right, pattern, "right", found);
  (pattern.properties || []).forEach((p) => walkDefaults(p.value || p.argument, found));
  (pattern.elements || []).forEach((e) => walkDefaults(e, found));
}

process.stdout.write(JSON.stringify([].concat(...process.argv.slice(2).map(lint))));
