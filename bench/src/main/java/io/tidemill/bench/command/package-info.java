/// The command line of the benchmark.
@NullMarked
package io.tidemill.bench.command;

import org.jspecify.annotations.NullMarked;
