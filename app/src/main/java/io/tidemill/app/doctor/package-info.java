/// Looks at the place where the command runs: versions, and what would stop a query.
@NullMarked
package io.tidemill.app.doctor;

import org.jspecify.annotations.NullMarked;
