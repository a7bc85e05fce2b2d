/// Streaming queries: how one is started, watched, waited for and stopped, with Spark's names.
@NullMarked
package io.tidemill.sql.streaming;

import org.jspecify.annotations.NullMarked;
