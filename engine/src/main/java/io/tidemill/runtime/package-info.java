/// A query's life: sources and sinks opened, epochs planned, run, logged and committed, triggers,
/// progress, listeners, and the end.
@NullMarked
package io.tidemill.runtime;

import org.jspecify.annotations.NullMarked;
