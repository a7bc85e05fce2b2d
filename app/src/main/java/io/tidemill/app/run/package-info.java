/// Runs the statements of a file or of the command line to their end, and tells people what becomes
/// of them.
@NullMarked
package io.tidemill.app.run;

import org.jspecify.annotations.NullMarked;
