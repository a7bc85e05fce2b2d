package io.tidemill.format.json;

import io.tidemill.connect.option.ByteSize;
import io.tidemill.connect.option.Option;
import io.tidemill.format.Charsets;
import io.tidemill.format.ParseMode;
import io.tidemill.format.TimePattern;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/// The options of JSON files, by Spark's names.
public record JsonOptions(
        @Option(
                        name = "mode",
                        help =
                                "What becomes of a record that cannot be read: PERMISSIVE (so without"
                                        + " the option) keeps the row with NULLs, DROPMALFORMED leaves it"
                                        + " out, FAILFAST ends the query.")
                Optional<ParseMode> givenMode,
        @Option(
                        name = "badRecordsPath",
                        help =
                                "Where records that cannot be read are written, with file, offset and"
                                        + " reason. With it, and no mode given, their rows are left"
                                        + " out.")
                Optional<String> badRecordsPath,
        @Option(
                        name = "columnNameOfCorruptRecord",
                        otherwise = "_corrupt_record",
                        help =
                                "The STRING column that takes the text of a record that cannot be read,"
                                        + " if the schema has it.")
                String corruptRecord,
        @Option(
                        name = "multiLine",
                        otherwise = "false",
                        help =
                                "Whether a file is one document, or several after each other, over any"
                                        + " number of lines; an array at the top is its elements.")
                boolean multiLine,
        @Option(
                        name = "allowComments",
                        otherwise = "false",
                        help = "Whether comments as in Java and C++ are passed over.")
                boolean allowComments,
        @Option(
                        name = "allowUnquotedFieldNames",
                        otherwise = "false",
                        help = "Whether names of fields may stand without quotes.")
                boolean allowUnquotedFieldNames,
        @Option(
                        name = "allowSingleQuotes",
                        otherwise = "true",
                        help = "Whether single quotes may stand for double ones.")
                boolean allowSingleQuotes,
        @Option(
                        name = "allowNumericLeadingZeros",
                        otherwise = "false",
                        help = "Whether numbers may begin with zeros: 007.")
                boolean allowNumericLeadingZeros,
        @Option(
                        name = "allowBackslashEscapingAnyCharacter",
                        otherwise = "false",
                        help = "Whether a backslash may stand before any character.")
                boolean allowBackslashEscapingAnyCharacter,
        @Option(
                        name = "allowUnquotedControlChars",
                        otherwise = "false",
                        help = "Whether strings may hold control characters as they are.")
                boolean allowUnquotedControlChars,
        @Option(
                        name = "allowNonNumericNumbers",
                        otherwise = "true",
                        help = "Whether NaN, Infinity, INF and their negatives are numbers.")
                boolean allowNonNumericNumbers,
        @Option(
                        name = "primitivesAsString",
                        otherwise = "false",
                        help =
                                "Whether a schema that is inferred has a STRING for every plain value.")
                boolean primitivesAsString,
        @Option(
                        name = "prefersDecimal",
                        otherwise = "false",
                        help =
                                "Whether a schema that is inferred has DECIMAL for numbers with a"
                                        + " fraction.")
                boolean prefersDecimal,
        @Option(
                        name = "inferTimestamp",
                        otherwise = "false",
                        help =
                                "Whether a schema that is inferred has TIMESTAMP for texts that are.")
                boolean inferTimestamp,
        @Option(
                        name = "samplingRatio",
                        otherwise = "1.0",
                        help =
                                "How much of the records is looked at to infer a schema, above 0 to 1.")
                double samplingRatio,
        @Option(
                        name = "dropFieldIfAllNull",
                        otherwise = "false",
                        help =
                                "Whether a schema that is inferred leaves out columns without a value.")
                boolean dropFieldIfAllNull,
        @Option(
                        name = "dateFormat",
                        help =
                                "The pattern of dates, as Spark has it; without it, what a cast to DATE"
                                        + " takes, and yyyy-MM-dd is written.")
                Optional<String> dateFormat,
        @Option(
                        name = "timestampFormat",
                        help =
                                "The pattern of times; without it, what a cast to TIMESTAMP takes, and"
                                        + " yyyy-MM-dd'T'HH:mm:ss.SSS[SSS]XXX is written, with"
                                        + " microseconds where there are any.")
                Optional<String> timestampFormat,
        @Option(
                        name = "timestampNTZFormat",
                        help =
                                "The pattern of times without a zone; without it as timestampFormat.")
                Optional<String> timestampNtzFormat,
        @Option(
                        name = "timeZone",
                        otherwise = "UTC",
                        help = "The zone of times that name none, and of times that are written.")
                String timeZone,
        @Option(
                        name = "locale",
                        otherwise = "en-US",
                        help = "The language of names of months and days in patterns.")
                String locale,
        @Option(
                        name = "lineSep",
                        help =
                                "What ends a record; without it a line feed, a carriage return or both"
                                        + " when reading, a line feed when writing.")
                Optional<String> lineSep,
        @Option(
                        name = "encoding",
                        help =
                                "The character set of the files; without it UTF-8, or what a byte order"
                                        + " mark says.")
                Optional<String> encoding,
        @Option(name = "charset", help = "An older name of encoding.") Optional<String> charset,
        @Option(
                        name = "maxRecordBytes",
                        otherwise = "16MiB",
                        help = "The longest record; a longer one is a bad record. At least 1 KiB.")
                ByteSize maxRecordBytes,
        @Option(
                        name = "ignoreNullFields",
                        otherwise = "true",
                        help = "Whether fields that are NULL are left out when writing.")
                boolean ignoreNullFields,
        @Option(
                        name = "writeNonAsciiCharacterAsCodePoint",
                        otherwise = "false",
                        help = "Whether characters beyond ASCII are written as \\uXXXX.")
                boolean writeNonAsciiCharacterAsCodePoint) {

    public JsonOptions {
        if (!(samplingRatio > 0 && samplingRatio <= 1)) {
            throw new IllegalArgumentException(
                    "the option 'samplingRatio' must be above 0 and at most 1");
        }
        if (maxRecordBytes.bytes() < 1024 || maxRecordBytes.bytes() > 1 << 29) {
            throw new IllegalArgumentException(
                    "the option 'maxRecordBytes' must be 1 KiB to 512 MiB");
        }
        if (lineSep.isPresent() && (lineSep.get().isEmpty() || lineSep.get().length() > 16)) {
            throw new IllegalArgumentException("the option 'lineSep' must have 1 to 16 characters");
        }
        encoding.or(() -> charset).ifPresent(Charsets::check);
        Charsets.checkZone(timeZone);
        dateFormat.ifPresent(TimePattern::check);
        timestampFormat.ifPresent(TimePattern::check);
        timestampNtzFormat.ifPresent(TimePattern::check);
    }

    ParseMode mode() {
        return givenMode.orElse(
                badRecordsPath.isPresent() ? ParseMode.DROPMALFORMED : ParseMode.PERMISSIVE);
    }

    /// The character set that was asked for.
    Optional<Charset> givenCharset() {
        return encoding.or(() -> charset).map(Charsets::check);
    }

    ZoneId zone() {
        return Charsets.checkZone(timeZone);
    }

    Locale language() {
        return Locale.forLanguageTag(locale);
    }

    Optional<TimePattern> datePattern() {
        return dateFormat.map(this::pattern);
    }

    Optional<TimePattern> timestampPattern() {
        return timestampFormat.map(this::pattern);
    }

    Optional<TimePattern> timestampNtzPattern() {
        return timestampNtzFormat.map(this::pattern);
    }

    private TimePattern pattern(String text) {
        return new TimePattern(text, language(), zone());
    }
}
