package io.tidemill.expression.function;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.DataTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// `reverse`, which takes texts and arrays.
final class Reverse {
    private Reverse() {}

    static Signature resolve(Arguments arguments) {
        arguments.count(1);
        if (arguments.type(0) instanceof ArrayType array) {
            Body body =
                    (a, _) -> {
                        var list = new ArrayList<Object>(Catalog.<List<Object>>the(a[0]));
                        Collections.reverse(list);
                        return list;
                    };
            return new Signature(List.of(array), array, arguments.nullable(), body.strict());
        }
        if (arguments.type(0) instanceof BinaryType binary) {
            Body body = (a, _) -> reversed(Catalog.the(a[0]));
            return new Signature(List.of(binary), binary, arguments.nullable(), body.strict());
        }
        Body body = (a, _) -> new StringBuilder(Catalog.<String>the(a[0])).reverse().toString();
        return new Signature(
                List.of(arguments.as(0, Kind.TEXT)),
                DataTypes.StringType,
                arguments.nullable(),
                body.strict());
    }

    private static byte[] reversed(byte[] bytes) {
        var reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
