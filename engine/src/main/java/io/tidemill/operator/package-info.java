/// The operators of a circuit, one a file: a delta in, a delta out. An operator belongs to one
/// worker and knows nothing of checkpoints, sources or sinks.
@NullMarked
package io.tidemill.operator;

import org.jspecify.annotations.NullMarked;
