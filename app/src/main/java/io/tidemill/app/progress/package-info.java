/// What people see while queries run: a bar on a terminal, a line now and then elsewhere.
@NullMarked
package io.tidemill.app.progress;

import org.jspecify.annotations.NullMarked;
