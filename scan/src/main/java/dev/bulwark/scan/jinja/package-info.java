/// Templates in the Jinja2 language, read by its own grammar.
///
/// A chat template is a program that runs for every conversation. Rendered without a sandbox, an
/// attribute such as `__class__` leads from any value to the interpreter (CVE-2024-34359,
/// CVE-2026-5760); rendered in one, a template can still change what a model is told. Search for
/// words is answered with names that are put together: so constants are folded through operators,
/// filters, methods, names, loops and macros before a name is judged. Nothing is rendered.
///
/// {@link dev.bulwark.scan.jinja.Lexer} and `Statements` make the tree, {@link
/// dev.bulwark.scan.jinja.Walk} goes through it and gathers {@link dev.bulwark.scan.jinja.Reach}es,
/// {@link dev.bulwark.scan.jinja.JinjaChecks} turns them into findings.
@NullMarked
package dev.bulwark.scan.jinja;

import org.jspecify.annotations.NullMarked;
