/// The SQL parser that JavaCC makes of calcite-core's template, with the tokens that Tidemill adds.
///
/// Everything here but [io.tidemill.parse.generated.MeantToken] is generated when the module is
/// built (`src/main/codegen` says what differs from Calcite's own parser) and exempt from lint.
@NullMarked
package io.tidemill.parse.generated;

import org.jspecify.annotations.NullMarked;
