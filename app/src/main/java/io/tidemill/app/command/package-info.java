/// The verbs of the command, one a class. Each reads its options, does its work through the public
/// API, and returns the number of an [io.tidemill.app.ExitCode].
@NullMarked
package io.tidemill.app.command;

import org.jspecify.annotations.NullMarked;
