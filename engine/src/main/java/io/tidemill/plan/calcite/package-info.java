/// From Calcite's algebra to our plan nodes and expressions, and the few rewrites that never change
/// what a query gives, errors included.
@NullMarked
package io.tidemill.plan.calcite;

import org.jspecify.annotations.NullMarked;
