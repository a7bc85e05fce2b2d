package io.tidemill.format.csv;

import io.tidemill.connect.option.ByteSize;
import io.tidemill.connect.option.Option;
import io.tidemill.format.Charsets;
import io.tidemill.format.ParseMode;
import io.tidemill.format.TimePattern;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/// The options of CSV files, by Spark's names.
public record CsvOptions(
        @Option(
                        name = "sep",
                        help =
                                "What stands between fields, one character or more; a comma by"
                                        + " default.")
                Optional<String> sep,
        @Option(name = "delimiter", help = "An older name of sep.") Optional<String> delimiter,
        @Option(
                        name = "header",
                        otherwise = "false",
                        help = "Whether the first line of a file has the names of the columns.")
                boolean header,
        @Option(
                        name = "quote",
                        otherwise = "\"",
                        help =
                                "The character around fields that hold separators, quotes or line"
                                        + " feeds; empty for none.")
                char quote,
        @Option(
                        name = "escape",
                        otherwise = "\\",
                        help =
                                "The character before a quote that is part of a quoted field; the"
                                        + " quote itself for RFC 4180.")
                char escape,
        @Option(
                        name = "charToEscapeQuoteEscaping",
                        help =
                                "The character before the escape character where that is meant"
                                        + " itself; by default the escape character, unless that is the"
                                        + " quote.")
                Optional<Character> charToEscapeQuoteEscaping,
        @Option(
                        name = "comment",
                        otherwise = "",
                        help =
                                "A character at the begin of lines that are passed over; empty for"
                                        + " none.")
                char comment,
        @Option(name = "nullValue", otherwise = "", help = "The text that stands for NULL.")
                String nullValue,
        @Option(
                        name = "emptyValue",
                        help =
                                "The text of an empty string: by default nothing when reading and"
                                        + " \"\" when writing.")
                Optional<String> emptyValue,
        @Option(name = "nanValue", otherwise = "NaN", help = "The text of not-a-number.")
                String nanValue,
        @Option(name = "positiveInf", otherwise = "Inf", help = "The text of positive infinity.")
                String positiveInf,
        @Option(name = "negativeInf", otherwise = "-Inf", help = "The text of negative infinity.")
                String negativeInf,
        @Option(
                        name = "ignoreLeadingWhiteSpace",
                        help =
                                "Whether spaces before a field are dropped: by default not when"
                                        + " reading, but when writing.")
                Optional<Boolean> ignoreLeadingWhiteSpace,
        @Option(
                        name = "ignoreTrailingWhiteSpace",
                        help =
                                "Whether spaces behind a field are dropped: by default not when"
                                        + " reading, but when writing.")
                Optional<Boolean> ignoreTrailingWhiteSpace,
        @Option(
                        name = "mode",
                        help =
                                "What becomes of a record that cannot be read: PERMISSIVE (so"
                                        + " without the option) keeps the row with NULLs, DROPMALFORMED"
                                        + " leaves it out, FAILFAST ends the query.")
                Optional<ParseMode> givenMode,
        @Option(
                        name = "badRecordsPath",
                        help =
                                "Where records that cannot be read are written, with file, offset"
                                        + " and reason. With it, and no mode given, their rows are left"
                                        + " out.")
                Optional<String> badRecordsPath,
        @Option(
                        name = "columnNameOfCorruptRecord",
                        otherwise = "_corrupt_record",
                        help =
                                "The STRING column that takes the text of a record that cannot be"
                                        + " read, if the schema has it.")
                String corruptRecord,
        @Option(
                        name = "multiLine",
                        otherwise = "false",
                        help =
                                "Whether quoted fields may hold line feeds; such a file is not"
                                        + " shared.")
                boolean multiLine,
        @Option(
                        name = "dateFormat",
                        help =
                                "The pattern of dates; without it, what a cast to DATE takes, and"
                                        + " yyyy-MM-dd is written.")
                Optional<String> dateFormat,
        @Option(
                        name = "timestampFormat",
                        help =
                                "The pattern of times; without it, what a cast to TIMESTAMP takes,"
                                        + " and yyyy-MM-dd'T'HH:mm:ss.SSS[SSS]XXX is written.")
                Optional<String> timestampFormat,
        @Option(
                        name = "timestampNTZFormat",
                        help =
                                "The pattern of times without a zone; without it as"
                                        + " timestampFormat.")
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
                        name = "maxColumns",
                        otherwise = "20480",
                        help = "The most fields a record may have; one with more is a bad record.")
                int maxColumns,
        @Option(
                        name = "maxCharsPerColumn",
                        otherwise = "-1",
                        help = "The most bytes a field may have; -1 for any number.")
                int maxCharsPerColumn,
        @Option(
                        name = "enforceSchema",
                        otherwise = "true",
                        help =
                                "Whether columns go by their position whatever the header says,"
                                        + " with a warning where it does not fit; otherwise it is an"
                                        + " error then.")
                boolean enforceSchema,
        @Option(
                        name = "inferSchema",
                        otherwise = "false",
                        help =
                                "Whether types are found out from the values where no columns are"
                                        + " declared; otherwise all are STRING.")
                boolean inferSchema,
        @Option(
                        name = "preferDate",
                        otherwise = "true",
                        help =
                                "Whether a schema that is inferred has DATE for texts that are"
                                        + " dates.")
                boolean preferDate,
        @Option(
                        name = "samplingRatio",
                        otherwise = "1.0",
                        help =
                                "How much of the records is looked at to infer a schema, above 0 to"
                                        + " 1.")
                double samplingRatio,
        @Option(
                        name = "lineSep",
                        help =
                                "What ends a record, at most two characters; without it a line"
                                        + " feed, a carriage return or both when reading, a line feed"
                                        + " when writing.")
                Optional<String> lineSep,
        @Option(
                        name = "encoding",
                        help =
                                "The character set of the files; without it UTF-8, or what a byte"
                                        + " order mark says.")
                Optional<String> encoding,
        @Option(name = "charset", help = "An older name of encoding.") Optional<String> charset,
        @Option(
                        name = "maxRecordBytes",
                        otherwise = "16MiB",
                        help = "The longest record; a longer one is a bad record. At least 1 KiB.")
                ByteSize maxRecordBytes,
        @Option(
                        name = "quoteAll",
                        otherwise = "false",
                        help = "Whether every field is written in quotes.")
                boolean quoteAll,
        @Option(
                        name = "escapeQuotes",
                        otherwise = "true",
                        help = "Whether fields that hold quotes are written in quotes.")
                boolean escapeQuotes) {

    public CsvOptions {
        String separator = separator(sep, delimiter);
        if (separator.isEmpty() || separator.length() > 16) {
            throw new IllegalArgumentException("the option 'sep' must have 1 to 16 characters");
        }
        if (lineSep.isPresent() && (lineSep.get().isEmpty() || lineSep.get().length() > 2)) {
            throw new IllegalArgumentException("the option 'lineSep' must have 1 or 2 characters");
        }
        if (maxColumns < 1) {
            throw new IllegalArgumentException("the option 'maxColumns' must be at least 1");
        }
        if (maxCharsPerColumn < -1) {
            throw new IllegalArgumentException(
                    "the option 'maxCharsPerColumn' must be at least -1");
        }
        if (!(samplingRatio > 0 && samplingRatio <= 1)) {
            throw new IllegalArgumentException(
                    "the option 'samplingRatio' must be above 0 and at most 1");
        }
        if (maxRecordBytes.bytes() < 1024 || maxRecordBytes.bytes() > 1 << 29) {
            throw new IllegalArgumentException(
                    "the option 'maxRecordBytes' must be 1 KiB to 512 MiB");
        }
        if (quote > 127 || escape > 127 || comment > 127) {
            throw new IllegalArgumentException(
                    "the options 'quote', 'escape' and 'comment' must be ASCII characters");
        }
        encoding.or(() -> charset).ifPresent(Charsets::check);
        Charsets.checkZone(timeZone);
        dateFormat.ifPresent(TimePattern::check);
        timestampFormat.ifPresent(TimePattern::check);
        timestampNtzFormat.ifPresent(TimePattern::check);
    }

    private static String separator(Optional<String> sep, Optional<String> delimiter) {
        return sep.or(() -> delimiter)
                .map(text -> text.replace("\\t", "\t").replace("\\0", "\0").replace("\\\\", "\\"))
                .orElse(",");
    }

    String separator() {
        return separator(sep, delimiter);
    }

    ParseMode mode() {
        return givenMode.orElse(
                badRecordsPath.isPresent() ? ParseMode.DROPMALFORMED : ParseMode.PERMISSIVE);
    }

    /// The character before an escape character that is meant itself, or 0.
    char escapeOfEscape() {
        return charToEscapeQuoteEscaping.orElse(escape == quote ? '\0' : escape);
    }

    /// The character set that was asked for.
    Optional<Charset> givenCharset() {
        return encoding.or(() -> charset).map(Charsets::check);
    }

    ZoneId zone() {
        return Charsets.checkZone(timeZone);
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
        return new TimePattern(text, Locale.forLanguageTag(locale), zone());
    }
}
