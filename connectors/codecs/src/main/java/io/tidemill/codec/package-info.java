/// Files compressed with zstd, snappy and lz4, by libraries with native code.
///
/// Nothing native is loaded before the first file of its kind is opened: a codec's class names its
/// library only inside the methods that need it.
@NullMarked
package io.tidemill.codec;

import org.jspecify.annotations.NullMarked;
