package io.tidemill.expression.compile;

import io.tidemill.expression.compile.Op.Trait;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The table of what has a method: function and types of its arguments, a letter each (see
/// [Calls#code]), and casts from one letter to the other.
final class Operations {
    static final Map<String, Op> TABLE = new HashMap<>();

    private static final List<String> COMPARISONS =
            List.of(
                    "= equal",
                    "<> unequal",
                    "< less",
                    "<= lessOrEqual",
                    "> greater",
                    ">= greaterOrEqual");

    static {
        arithmetic();
        comparisons();
        bits();
        casts();
        texts();
        times();
    }

    private Operations() {}

    private static void put(String key, String method, Kind result, Trait... traits) {
        TABLE.put(key, Op.of(method, result, traits));
    }

    private static void arithmetic() {
        var names = Map.of("+", "add", "-", "subtract", "*", "multiply");
        for (var entry : names.entrySet()) {
            var sign = entry.getKey();
            var name = entry.getValue();
            put(sign + "(ll)", "java.lang.Math." + name + "Exact", Kind.LONG, Trait.RAISES);
            put(sign + "(ii)", "Numbers." + name + "Int", Kind.LONG, Trait.RAISES);
            put(sign + "(ss)", "Numbers." + name + "Short", Kind.LONG, Trait.RAISES);
            put(sign + "(bb)", "Numbers." + name + "Byte", Kind.LONG, Trait.RAISES);
            put(sign + "(dd)", "Numbers." + name, Kind.DOUBLE, Trait.CHEAP);
            put(sign + "(ff)", "Numbers." + name + "Float", Kind.DOUBLE, Trait.CHEAP);
        }
        put("/(dd)", "Numbers.divide", Kind.DOUBLE, Trait.RAISES);
        put("%(dd)", "Numbers.remainder", Kind.DOUBLE, Trait.RAISES);
        put("%(ff)", "Numbers.remainderFloat", Kind.DOUBLE, Trait.RAISES);
        for (char type : "bsil".toCharArray()) {
            put("%(" + type + type + ")", "Numbers.remainder", Kind.LONG, Trait.RAISES);
            put("positive(" + type + ")", "Numbers.same", Kind.LONG, Trait.CHEAP);
        }
        put("div(ll)", "Numbers.div", Kind.LONG, Trait.RAISES);
        for (var name : List.of("negative", "-")) {
            put(name + "(l)", "java.lang.Math.negateExact", Kind.LONG, Trait.RAISES);
            put(name + "(i)", "Numbers.negateInt", Kind.LONG, Trait.RAISES);
            put(name + "(s)", "Numbers.negateShort", Kind.LONG, Trait.RAISES);
            put(name + "(b)", "Numbers.negateByte", Kind.LONG, Trait.RAISES);
            put(name + "(d)", "Numbers.negate", Kind.DOUBLE, Trait.CHEAP);
            put(name + "(f)", "Numbers.negate", Kind.DOUBLE, Trait.CHEAP);
        }
        put("floor(d)", "Numbers.floor", Kind.LONG);
        put("ceil(d)", "Numbers.ceil", Kind.LONG);
        put("floor(l)", "Numbers.same", Kind.LONG, Trait.CHEAP);
        put("ceil(l)", "Numbers.same", Kind.LONG, Trait.CHEAP);
        put("sqrt(d)", "java.lang.Math.sqrt", Kind.DOUBLE);
        put("exp(d)", "java.lang.StrictMath.exp", Kind.DOUBLE);
        put("power(dd)", "java.lang.StrictMath.pow", Kind.DOUBLE);
        put("rint(d)", "java.lang.Math.rint", Kind.DOUBLE);
        for (char type : "il".toCharArray()) {
            boolean narrow = type == 'i';
            var suffix = narrow ? "Int" : "";
            put("shiftleft(" + type + "i)", "Numbers.shiftLeft" + suffix, Kind.LONG);
            put("shiftright(" + type + "i)", "Numbers.shiftRight" + suffix, Kind.LONG);
        }
        put("abs(l)", "java.lang.Math.absExact", Kind.LONG, Trait.RAISES);
        put("abs(i)", "Numbers.absInt", Kind.LONG, Trait.RAISES);
        put("abs(s)", "Numbers.absShort", Kind.LONG, Trait.RAISES);
        put("abs(b)", "Numbers.absByte", Kind.LONG, Trait.RAISES);
        put("abs(d)", "Numbers.abs", Kind.DOUBLE, Trait.CHEAP);
        put("abs(f)", "Numbers.abs", Kind.DOUBLE, Trait.CHEAP);
        put("positive(d)", "Numbers.same", Kind.DOUBLE, Trait.CHEAP);
        put("positive(f)", "Numbers.same", Kind.DOUBLE, Trait.CHEAP);
    }

    private static void comparisons() {
        for (var comparison : COMPARISONS) {
            int space = comparison.indexOf(' ');
            var sign = comparison.substring(0, space);
            var name = comparison.substring(space + 1);
            for (char type : "BbsilfdDTNIY".toCharArray()) {
                put(sign + "(" + type + type + ")", "Numbers." + name, Kind.BOOL, Trait.CHEAP);
            }
            put(sign + "(SS)", "Texts." + name, Kind.BOOL);
            put(sign + "(XX)", "Texts." + name, Kind.BOOL);
        }
        put("not(B)", "Numbers.not", Kind.BOOL, Trait.CHEAP);
        put("isnan(d)", "Numbers.isNaN", Kind.BOOL);
        put("isnan(f)", "Numbers.isNaN", Kind.BOOL);
    }

    private static void bits() {
        var names = Map.of("&", "and", "|", "or", "^", "xor");
        for (char type : "bsil".toCharArray()) {
            names.forEach((sign, name) ->
                    put(sign + "(" + type + type + ")", "Numbers." + name, Kind.LONG, Trait.CHEAP));
            put("~(" + type + ")", "Numbers.complement", Kind.LONG, Trait.CHEAP);
        }
    }

    private static void casts() {
        var whole = "bsil";
        var checks = List.of("Numbers.toByte", "Numbers.toShort", "Numbers.toInt");
        for (int from = 0; from < whole.length(); from++) {
            for (int to = 0; to < whole.length(); to++) {
                var key = "cast(" + whole.charAt(from) + whole.charAt(to) + ")";
                if (to >= from) {
                    put(key, "Numbers.same", Kind.LONG, Trait.CHEAP);
                } else {
                    put(key, checks.get(to), Kind.LONG, Trait.RAISES);
                }
            }
            char type = whole.charAt(from);
            put("cast(" + type + "d)", "Numbers.toDouble", Kind.DOUBLE, Trait.CHEAP);
            put("cast(" + type + "f)", "Numbers.toFloat", Kind.DOUBLE, Trait.CHEAP);
            put("cast(" + type + "B)", "Numbers.toBoolean", Kind.BOOL, Trait.CHEAP);
            put("cast(B" + type + ")", "Numbers.toLong", Kind.LONG, Trait.CHEAP);
            put("cast(" + type + "S)", "Texts.ofLong", Kind.BYTES, Trait.CELL);
        }
        put("cast(fd)", "Numbers.same", Kind.DOUBLE, Trait.CHEAP);
        put("cast(df)", "Numbers.toFloat", Kind.DOUBLE, Trait.CHEAP);
        put("cast(dl)", "Numbers.toLong", Kind.LONG, Trait.RAISES);
        put("cast(fl)", "Numbers.toLong", Kind.LONG, Trait.RAISES);
        put("cast(BS)", "Texts.ofBoolean", Kind.BYTES, Trait.CELL);
        put("cast(dS)", "TimeTexts.ofDouble", Kind.BYTES, Trait.CELL);
        put("cast(fS)", "TimeTexts.ofFloat", Kind.BYTES, Trait.CELL);
        put("cast(Sl)", "TimeTexts.toLong", Kind.LONG, Trait.RAISES);
        put("cast(Si)", "TimeTexts.toInt", Kind.LONG, Trait.RAISES);
        put("cast(Sd)", "TimeTexts.toDouble", Kind.DOUBLE, Trait.RAISES);
        put("cast(SX)", "Texts.same", Kind.BYTES, Trait.CELL, Trait.VIEW);
    }

    private static void texts() {
        put("length(S)", "Texts.length", Kind.LONG);
        put("length(X)", "Texts.byteLength", Kind.LONG);
        put("octet_length(S)", "Texts.byteLength", Kind.LONG);
        put("octet_length(X)", "Texts.byteLength", Kind.LONG);
        put("bit_length(S)", "Texts.bitLength", Kind.LONG);
        put("bit_length(X)", "Texts.bitLength", Kind.LONG);
        put("upper(S)", "Texts.upper", Kind.BYTES, Trait.CELL);
        put("lower(S)", "Texts.lower", Kind.BYTES, Trait.CELL);
        put("trim(S)", "Texts.trim", Kind.BYTES, Trait.CELL, Trait.VIEW);
        put("btrim(S)", "Texts.trim", Kind.BYTES, Trait.CELL, Trait.VIEW);
        put("ltrim(S)", "Texts.leftTrim", Kind.BYTES, Trait.CELL, Trait.VIEW);
        put("rtrim(S)", "Texts.rightTrim", Kind.BYTES, Trait.CELL, Trait.VIEW);
        put("substring(Si)", "Texts.substring", Kind.BYTES, Trait.CELL, Trait.VIEW);
        put("substring(Sii)", "Texts.substring", Kind.BYTES, Trait.CELL, Trait.VIEW);
        put("startswith(SS)", "Texts.startsWith", Kind.BOOL);
        put("endswith(SS)", "Texts.endsWith", Kind.BOOL);
        put("contains(SS)", "Texts.contains", Kind.BOOL);
        put("left(Si)", "Texts.left", Kind.BYTES, Trait.CELL, Trait.VIEW);
        put("right(Si)", "Texts.right", Kind.BYTES, Trait.CELL, Trait.VIEW);
        put("instr(SS)", "Texts.position", Kind.LONG);
        put("endswith(XX)", "Texts.endsWith", Kind.BOOL);
        put("startswith(XX)", "Texts.startsWith", Kind.BOOL);
        put("contains(XX)", "Texts.contains", Kind.BOOL);
        put("split_part(SSi)", "Texts.splitPart", Kind.BYTES, Trait.CELL, Trait.VIEW, Trait.RAISES);
    }

    private static void times() {
        for (var field :
                List.of(
                        "year",
                        "month",
                        "day",
                        "quarter",
                        "dayofweek",
                        "weekday",
                        "dayofyear",
                        "weekofyear")) {
            put(field + "(D)", "Times." + field, Kind.LONG);
        }
        put("last_day(D)", "Times.lastDay", Kind.LONG);
        for (var field : List.of("hour", "minute", "second")) {
            put(field + "(T)", "Times." + field, Kind.LONG, Trait.ZONE, Trait.RAISES);
            put(field + "(N)", "Times." + field, Kind.LONG);
        }
        put("cast(TD)", "Times.dateOf", Kind.LONG, Trait.ZONE, Trait.RAISES);
        put("cast(ND)", "Times.dateOf", Kind.LONG);
        put("cast(DN)", "Times.startOf", Kind.LONG, Trait.RAISES);
        put("cast(DT)", "Times.startOf", Kind.LONG, Trait.ZONE, Trait.RAISES);
        put("cast(TN)", "Times.local", Kind.LONG, Trait.ZONE, Trait.RAISES);
        put("cast(NT)", "Times.instant", Kind.LONG, Trait.ZONE, Trait.RAISES);
        put("cast(Tl)", "Times.seconds", Kind.LONG);
        put("cast(Td)", "Times.realSeconds", Kind.DOUBLE);
        put("unix_seconds(T)", "Times.seconds", Kind.LONG);
        put("unix_millis(T)", "Times.millis", Kind.LONG);
        put("unix_micros(T)", "Numbers.same", Kind.LONG, Trait.CHEAP);
        put("unix_date(D)", "Numbers.same", Kind.LONG, Trait.CHEAP);
        put("timestamp_micros(l)", "Numbers.same", Kind.LONG, Trait.CHEAP);
        put("timestamp_millis(l)", "Times.ofMillis", Kind.LONG, Trait.RAISES);
        put("timestamp_seconds(l)", "Times.ofSeconds", Kind.LONG, Trait.RAISES);
        put("date_add(Di)", "Times.addDays", Kind.LONG, Trait.RAISES);
        put("date_sub(Di)", "Times.subtractDays", Kind.LONG, Trait.RAISES);
        put("datediff(DD)", "Times.daysBetween", Kind.LONG);
        put("date_from_unix_date(i)", "Numbers.same", Kind.LONG, Trait.CHEAP);
        put("cast(DS)", "TimeTexts.ofDate", Kind.BYTES, Trait.CELL);
        put("cast(NS)", "TimeTexts.ofLocal", Kind.BYTES, Trait.CELL);
        put("cast(TS)", "TimeTexts.ofTimestamp", Kind.BYTES, Trait.CELL, Trait.ZONE, Trait.RAISES);
        put("cast(SD)", "TimeTexts.toDate", Kind.LONG, Trait.RAISES);
        put("+(NI)", "java.lang.Math.addExact", Kind.LONG, Trait.RAISES);
        put("-(NI)", "java.lang.Math.subtractExact", Kind.LONG, Trait.RAISES);
        put("+(II)", "java.lang.Math.addExact", Kind.LONG, Trait.RAISES);
        put("-(II)", "java.lang.Math.subtractExact", Kind.LONG, Trait.RAISES);
        put("+(TI)", "java.lang.Math.addExact", Kind.LONG, Trait.RAISES);
        put("-(TI)", "java.lang.Math.subtractExact", Kind.LONG, Trait.RAISES);
        put("-(TT)", "java.lang.Math.subtractExact", Kind.LONG, Trait.RAISES);
        put("-(NN)", "java.lang.Math.subtractExact", Kind.LONG, Trait.RAISES);
    }

    /// The method that cuts a time off at a unit.
    ///
    /// @param toTimestamp `date_trunc`, which takes timestamps; else `trunc`, which takes dates
    static Optional<Op> truncation(String unit, char type, boolean toTimestamp) {
        var name =
                switch (unit.toUpperCase(Locale.ROOT)) {
                    case "YEAR", "YYYY", "YY" -> "Year";
                    case "QUARTER" -> "Quarter";
                    case "MONTH", "MM", "MON" -> "Month";
                    case "WEEK" -> "Week";
                    case "DAY", "DD" -> "Day";
                    case "HOUR" -> "Hour";
                    case "MINUTE" -> "Minute";
                    case "SECOND" -> "Second";
                    case "MILLISECOND" -> "Millisecond";
                    default -> "";
                };
        boolean ofDate = List.of("Year", "Quarter", "Month", "Week").contains(name);
        if (!toTimestamp) {
            return ofDate && type == 'D'
                    ? Optional.of(Op.of("Times.date" + name, Kind.LONG))
                    : Optional.empty();
        }
        return name.isEmpty() || type != 'T'
                ? Optional.empty()
                : Optional.of(Op.of("Times.floor" + name, Kind.LONG, Trait.ZONE, Trait.RAISES));
    }
}
