package io.tidemill.expression.function;

import io.tidemill.data.Boxes;
import io.tidemill.expression.Casts;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions that read and write dates and timestamps as text, and that move them between time
/// zones.
final class TimeTextFunctions {
    private static final String USUAL = "yyyy-MM-dd HH:mm:ss";

    private TimeTextFunctions() {}

    static void define(Catalog catalog) {
        writes(catalog);
        reads(catalog);
        seconds(catalog);
        zones(catalog);
    }

    /// Formats that were used last; a format is mostly the same for every row.
    private static final class Formats {
        private final boolean reading;
        private String last = "";
        private @Nullable TimeFormat format;

        Formats(boolean reading) {
            this.reading = reading;
        }

        TimeFormat of(String pattern) {
            var known = format;
            if (known == null || !pattern.equals(last)) {
                known = reading ? TimeFormat.reading(pattern) : TimeFormat.writing(pattern);
                format = known;
                last = pattern;
            }
            return known;
        }
    }

    private static void writes(Catalog catalog) {
        catalog.define(Group.DATETIME, "date_format(timestamp, format)")
                .says("The timestamp in a format of Java's letters: `yyyy-MM-dd HH:mm:ss.SSS`.")
                .example("date_format(timestamp'2016-04-08 13:04:05', 'EEE, d MMM yyyy')")
                .withTyping(arguments -> {
                    arguments.count(2);
                    var formats = new Formats(false);
                    var type = arguments.as(0, Kind.ANY_TIMESTAMP);
                    Body body =
                            (a, e) ->
                                    formats.of(Catalog.the(a[1]))
                                            .write(Times.zoned(Catalog.the(a[0]), e.zone()));
                    return new Signature(
                            List.of(type, arguments.as(1, Kind.TEXT)),
                            DataTypes.StringType,
                            arguments.nullable(),
                            body.strict());
                });
        catalog.define(Group.DATETIME, "from_unixtime(seconds[, format])")
                .says("The time so many seconds behind 1970-01-01 00:00 UTC, as text.")
                .example("from_unixtime(0, 'yyyy-MM-dd HH:mm:ss')")
                .withTyping(arguments -> {
                    arguments.countBetween(1, 2);
                    var formats = new Formats(false);
                    Body body =
                            (a, e) -> {
                                long micros = Catalog.<Long>the(a[0]) * 1_000_000L;
                                var pattern = a.length > 1 ? Catalog.<String>the(a[1]) : USUAL;
                                return formats.of(pattern)
                                        .write(Boxes.instant(micros).atZone(e.zone()));
                            };
                    return new Signature(
                            arguments.size() == 1
                                    ? arguments.as(Kind.LONG)
                                    : arguments.as(Kind.LONG, Kind.TEXT),
                            DataTypes.StringType,
                            arguments.nullable(),
                            body.strict());
                });
    }

    private static void reads(Catalog catalog) {
        read(catalog, "to_date", "date", DataTypes.DateType, false);
        read(catalog, "try_to_date", "date, or NULL", DataTypes.DateType, true);
        read(catalog, "to_timestamp", "timestamp", DataTypes.TimestampType, false);
        read(catalog, "to_timestamp_ltz", "timestamp", DataTypes.TimestampType, false);
        read(catalog, "try_to_timestamp", "timestamp, or NULL", DataTypes.TimestampType, true);
        read(
                catalog,
                "to_timestamp_ntz",
                "timestamp without time zone",
                DataTypes.TimestampNTZType,
                false);
        // What those functions become when they have a format.
        parse(catalog, "parse_date", "to_date", DataTypes.DateType, false);
        parse(catalog, "try_parse_date", "try_to_date", DataTypes.DateType, true);
        parse(catalog, "parse_timestamp", "to_timestamp", DataTypes.TimestampType, false);
        parse(catalog, "try_parse_timestamp", "try_to_timestamp", DataTypes.TimestampType, true);
        parse(
                catalog,
                "parse_timestamp_ntz",
                "to_timestamp_ntz",
                DataTypes.TimestampNTZType,
                false);
    }

    private static void read(
            Catalog catalog, String name, String what, DataType type, boolean lenient) {
        var parse = name.replaceFirst("to_", "parse_").replace("_ltz", "");
        catalog.define(Group.DATETIME, name + "(text[, format])")
                .says(
                        "The %s that a text is, in the form of a cast or in a format."
                                .formatted(what))
                .example(
                        "%s('2016-12-31')".formatted(name),
                        "%s('31.12.2016', 'dd.MM.yyyy')".formatted(name))
                .withRewrite(
                        (arguments, position) -> read(arguments, position, parse, type, lenient));
    }

    private static Expression read(
            Arguments arguments, Position position, String parse, DataType type, boolean lenient) {
        arguments.countBetween(1, 2);
        var operand = arguments.get(0);
        if (arguments.size() == 2) {
            var from = arguments.type(0);
            boolean text = from instanceof StringType || from instanceof NullType;
            if (text || !Types.isTime(from)) {
                return Functions.get(parse).call(arguments.expressions(), position);
            }
        }
        boolean odd =
                !(operand.type() instanceof StringType)
                        && !Types.isTime(operand.type())
                        && !(operand.type() instanceof NullType)
                        && !Casts.exists(operand.type(), type);
        var source = odd ? Function.cast(operand, DataTypes.StringType, position) : operand;
        return lenient
                ? new Expression.Cast(source, type, true, position)
                : Function.cast(source, type, position);
    }

    private static void parse(
            Catalog catalog, String name, String of, DataType type, boolean lenient) {
        catalog.define(Group.DATETIME, name + "(text, format)")
                .says("What `%s` does with a format.".formatted(of))
                .example("%s('31.12.2016', 'dd.MM.yyyy')".formatted(name))
                .withTyping(arguments -> {
                    arguments.count(2);
                    var formats = new Formats(true);
                    Body body =
                            (a, e) -> {
                                var format = formats.of(Catalog.the(a[1]));
                                var text = Catalog.<String>the(a[0]);
                                if (!lenient) {
                                    return value(format.require(text, e.zone(), "try_" + of), type);
                                }
                                return format.read(text, e.zone())
                                        .map(time -> value(time, type))
                                        .orElse(null);
                            };
                    return new Signature(
                            arguments.as(Kind.TEXT, Kind.TEXT),
                            type,
                            lenient || arguments.nullable(),
                            body.strict());
                });
    }

    private static Object value(ZonedDateTime time, DataType type) {
        return switch (type.typeName()) {
            case "date" -> time.toLocalDate();
            case "timestamp" -> Times.instant(time);
            default -> time.toLocalDateTime();
        };
    }

    private static void seconds(Catalog catalog) {
        catalog.define(Group.DATETIME, "unix_timestamp([time[, format]])")
                .says(
                        "How many seconds behind 1970-01-01 00:00 UTC a time is; now, if none is given.")
                .example("unix_timestamp('2016-04-08', 'yyyy-MM-dd')")
                .withRewrite((arguments, position) ->
                        arguments.size() == 0
                                ? Functions.get("unix_seconds")
                                        .call(
                                                List.of(
                                                        Functions.get("current_timestamp")
                                                                .call(List.of(), position)),
                                                position)
                                : Functions.get("to_unix_timestamp")
                                        .call(arguments.expressions(), position));
        catalog.define(Group.DATETIME, "to_unix_timestamp(time[, format])")
                .says("How many seconds behind 1970-01-01 00:00 UTC a time is.")
                .example("to_unix_timestamp('2016-04-08', 'yyyy-MM-dd')")
                .withTyping(TimeTextFunctions::toSeconds);
    }

    private static Signature toSeconds(Arguments arguments) {
        arguments.countBetween(1, 2);
        var from = arguments.type(0);
        if (!Types.isTime(from) && !(from instanceof StringType) && !(from instanceof NullType)) {
            throw arguments.unexpected(0, "(\"STRING\" or \"DATE\" or \"TIMESTAMP\")");
        }
        var formats = new Formats(true);
        var types = new ArrayList<DataType>();
        types.add(from instanceof NullType ? DataTypes.StringType : from);
        if (arguments.size() > 1) {
            types.add(arguments.as(1, Kind.TEXT));
        }
        Body body =
                (a, e) -> {
                    var time = Catalog.<Object>the(a[0]);
                    if (time instanceof String text) {
                        var pattern = a.length > 1 ? Catalog.<String>the(a[1]) : USUAL;
                        return formats.of(pattern)
                                .require(text, e.zone(), "try_to_timestamp")
                                .toEpochSecond();
                    }
                    // Towards zero, as Spark does, also before 1970.
                    return Boxes.micros(Times.zoned(time, e.zone()).toInstant()) / 1_000_000;
                };
        return new Signature(types, DataTypes.LongType, arguments.nullable(), body.strict());
    }

    private static void zones(Catalog catalog) {
        catalog.define(Group.DATETIME, "from_utc_timestamp(timestamp, timezone)")
                .says("The timestamp that shows in UTC what clocks in the time zone show.")
                .example("from_utc_timestamp(timestamp'2016-08-31 00:00:00', 'Asia/Seoul')")
                .takes(Kind.TIMESTAMP, Kind.TEXT)
                .gives(DataTypes.TimestampType)
                .with2((Instant instant, String zone) ->
                        Times.instant(
                                LocalDateTime.ofInstant(instant, Times.zone(zone))
                                        .atZone(ZoneOffset.UTC)));
        catalog.define(Group.DATETIME, "to_utc_timestamp(timestamp, timezone)")
                .says("The timestamp when clocks in the time zone show what it shows in UTC.")
                .example("to_utc_timestamp(timestamp'2016-08-31 00:00:00', 'Asia/Seoul')")
                .takes(Kind.TIMESTAMP, Kind.TEXT)
                .gives(DataTypes.TimestampType)
                .with2((Instant instant, String zone) ->
                        Times.instant(
                                LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
                                        .atZone(Times.zone(zone))));
        catalog.define(Group.DATETIME, "convert_timezone([from,] to, timestamp_ntz)")
                .says("What clocks in one time zone show when those in another show that.")
                .example(
                        "convert_timezone('Europe/Brussels', 'America/Los_Angeles',"
                                + " timestamp_ntz'2021-12-06 00:00:00')")
                .withTyping(TimeTextFunctions::convert);
    }

    private static Signature convert(Arguments arguments) {
        arguments.countBetween(2, 3);
        boolean from = arguments.size() == 3;
        Body body =
                (a, e) -> {
                    var source = from ? Times.zone(Catalog.the(a[0])) : e.zone();
                    var target = Times.zone(Catalog.the(a[from ? 1 : 0]));
                    return Catalog.<LocalDateTime>the(a[from ? 2 : 1])
                            .atZone(source)
                            .withZoneSameInstant(target)
                            .toLocalDateTime();
                };
        return new Signature(
                from
                        ? arguments.as(Kind.TEXT, Kind.TEXT, Kind.LOCAL_TIME)
                        : arguments.as(Kind.TEXT, Kind.LOCAL_TIME),
                DataTypes.TimestampNTZType,
                arguments.nullable(),
                body.strict());
    }
}
