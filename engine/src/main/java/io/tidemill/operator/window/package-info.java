/// Windows of time: which of them a row is in, and what that needs to remember.
@NullMarked
package io.tidemill.operator.window;

import org.jspecify.annotations.NullMarked;
