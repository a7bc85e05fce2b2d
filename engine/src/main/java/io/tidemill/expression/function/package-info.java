/// SQL's functions and operators, by Spark's names: what each takes and gives, and what it computes
/// on boxed values.
///
/// [io.tidemill.expression.function.Functions] finds a function by its name;
/// [io.tidemill.expression.function.Function#call] settles its types, casts its arguments and gives
/// the expression. A function is defined in one statement of one of the `…Functions` classes, with
/// its description and examples: `docs/functions.md` is made from them.
@NullMarked
package io.tidemill.expression.function;

import org.jspecify.annotations.NullMarked;
