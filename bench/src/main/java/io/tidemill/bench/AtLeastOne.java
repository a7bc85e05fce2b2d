package io.tidemill.bench;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a whole number from 1 on, with or without `_` between its digits: `4000000`, `4_000_000`.
public final class AtLeastOne implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        if (!text.matches("0*[1-9][0-9_]{0,17}")) {
            throw new TypeConversionException(
                    "'%s' is not a whole number from 1 on".formatted(text));
        }
        return Long.parseLong(text.replace("_", ""));
    }
}
