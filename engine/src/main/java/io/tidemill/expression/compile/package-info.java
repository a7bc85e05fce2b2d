/// Bytecode over columns: a filter and projections become a hidden class whose methods are loops
/// over the rows of a batch, without objects and without calls that HotSpot cannot look into.
///
/// An expression goes three steps. [io.tidemill.expression.compile.Resolver] turns it into
/// [io.tidemill.expression.compile.Node]s, which name static methods of this package for every
/// operation; what has none becomes a node that asks the interpreter.
/// [io.tidemill.expression.compile.Emitter] writes the bytecode of a node: values stay in locals,
/// NULL is an `int` beside them. [io.tidemill.expression.compile.KernelWriter] puts loops, methods
/// and the class around it, splits what would be too long for HotSpot (8,000 bytes a method), and
/// keeps classes by their structure.
///
/// Generated code knows no messages. Where a row cannot be computed it throws anything, and
/// [io.tidemill.expression.compile.GeneratedRowFunction] asks the interpreter for the batch again,
/// which raises the error that people see: there is one place that words errors.
@NullMarked
package io.tidemill.expression.compile;

import org.jspecify.annotations.NullMarked;
