/// What `tidemill kafka` does: a broker in a process of its own, and how far behind queries are.
@NullMarked
package io.tidemill.app.kafka;

import org.jspecify.annotations.NullMarked;
