/// The command `tidemill`: its front door, its exit codes, and what it says on which stream.
///
/// Results go to standard output and nothing else does; messages, progress and logs go to standard
/// error. A verb is a class of [io.tidemill.app.command].
@NullMarked
package io.tidemill.app;

import org.jspecify.annotations.NullMarked;
