/// How a result looks on standard output: as a table for people, or as JSON, CSV or Markdown.
@NullMarked
package io.tidemill.app.output;

import org.jspecify.annotations.NullMarked;
