package io.tidemill.expression;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class CoercionTest {
    private static final List<DataType> TYPES =
            Stream.of(
                            "boolean",
                            "tinyint",
                            "int",
                            "bigint",
                            "float",
                            "double",
                            "decimal(5,2)",
                            "decimal(38,10)",
                            "string",
                            "binary",
                            "date",
                            "timestamp",
                            "timestamp_ntz",
                            "interval year",
                            "interval day to second",
                            "array<int>",
                            "array<string>",
                            "map<string,int>",
                            "struct<a:int>")
                    .map(DataType::fromDDL)
                    .toList();

    @Test
    void twoTypesMeetInTheSameTypeWhicheverComesFirst() {
        for (var left : TYPES) {
            for (var right : TYPES) {
                assertThat(Coercion.common(left, right))
                        .as("%s and %s", left.sql(), right.sql())
                        .isEqualTo(Coercion.common(right, left));
            }
        }
    }

    @Test
    void anImplicitCastAlwaysExists() {
        for (var left : TYPES) {
            for (var right : TYPES) {
                Coercion.common(left, right)
                        .ifPresent(common -> {
                            assertThat(Casts.exists(left, common)).isTrue();
                            assertThat(Casts.exists(right, common)).isTrue();
                        });
                if (Coercion.storable(left, right)) {
                    assertThat(Casts.exists(left, right))
                            .as("%s to %s", left.sql(), right.sql())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void aTypeMeetsNullAndItselfInItself() {
        for (var type : TYPES) {
            assertThat(Coercion.common(type, type)).contains(type);
            assertThat(Coercion.common(type, DataTypes.NullType)).contains(type);
        }
    }

    @Test
    void aTextAmongManyMayStandAnywhere() {
        var text = DataTypes.StringType;
        var number = DataTypes.IntegerType;
        var big = DataTypes.LongType;
        assertThat(Coercion.common(List.of(text, number, big)))
                .isEqualTo(Coercion.common(List.of(number, big, text)))
                .contains(big);
    }
}
