/// What people see while queries run: one line on a terminal, one now and then elsewhere.
@NullMarked
package io.tidemill.app.progress;

import org.jspecify.annotations.NullMarked;
