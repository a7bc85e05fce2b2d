/// A real broker of one node (KRaft), in a process of its own or in that of a test.
@NullMarked
package io.tidemill.kafka.dev;

import org.jspecify.annotations.NullMarked;
