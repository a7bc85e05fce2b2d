/// From SQL text and column expressions to Calcite's algebra: one reader and one analyser for both.
///
/// The way of a text: [io.tidemill.parse.Lexer] cuts it into lexemes, [io.tidemill.parse.Words]
/// decides which words are keywords where they stand and reads literals and types, the generated
/// grammar makes a tree, [io.tidemill.parse.Dialect] turns it into calls of our own functions,
/// Calcite's validator resolves names with our types, and out comes a [io.tidemill.parse.Relation],
/// which `io.tidemill.plan.calcite` turns into plan nodes.
///
/// Calcite's types stay inside this package and `io.tidemill.plan.calcite`.
@NullMarked
package io.tidemill.parse;

import org.jspecify.annotations.NullMarked;
