/// For tests of queries: runs a real query, in a simulated world that a seed decides or in the real
/// one, step by step.
///
/// The words are those of Spark's StreamTest: add data, process all available, check the answer,
/// advance the clock; and beyond them: crash at a point, restart. A test reads as a story:
///
///     @ExtendWith(TidemillExtension.class)
///     class RidesTest {
///         @Test
///         void aCrashAfterTheRecordShowsTheEpochOnce(StreamTest test) {
///             test.table("ride", "city STRING")
///                     .stream("SELECT city, count(*) AS n FROM ride GROUP BY city")
///                     .insert("ride", row("Oslo"))
///                     .crash(AFTER_RECORD)
///                     .restart()
///                     .sinkHolds(row("Oslo", 1));
///         }
///     }
@NullMarked
package io.tidemill.testkit;

import org.jspecify.annotations.NullMarked;
