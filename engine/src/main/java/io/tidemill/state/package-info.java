/// What operators remember between epochs, and what of it changed since the last one.
@NullMarked
package io.tidemill.state;

import org.jspecify.annotations.NullMarked;
