package io.tidemill.sql.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DdlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    BOOLEAN                      | boolean
                    byte                         | tinyint
                    LONG                         | bigint
                    Integer                      | int
                    REAL                         | float
                    varchar(20)                  | string
                    TIMESTAMP_LTZ                | timestamp
                    decimal                      | decimal(10,0)
                    DEC( 7 )                     | decimal(7,0)
                    NUMERIC(38,18)               | decimal(38,18)
                    interval day to second       | interval day to second
                    INTERVAL YEAR                | interval year
                    ARRAY<MAP<STRING,ARRAY<INT>>>| array<map<string,array<int>>>
                    STRUCT<a: INT, b STRING>     | struct<a:int,b:string>
                    struct<>                     | struct<>
                    """)
    void aTypeIsReadWhateverItsSpelling(String ddl, String typeName) {
        assertThat(DataType.fromDDL(ddl).typeName()).isEqualTo(typeName);
    }

    @Test
    void columnsKeepTheirNamesNullabilityAndComments() {
        var schema =
                StructType.fromDDL(
                        "`a ``b` INT NOT NULL COMMENT 'it\\'s', größe DOUBLE, nested STRUCT<x: INT NOT NULL>");
        assertThat(schema.fieldNames()).containsExactly("a `b", "größe", "nested");
        assertThat(schema.field(0).nullable()).isFalse();
        assertThat(schema.field(1).nullable()).isTrue();
        assertThat(StructType.fromDDL(schema.toDDL())).isEqualTo(schema);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a INT,, b INT",
                "a FOO",
                "a ARRAY<INT",
                "a INT b INT",
                "a DECIMAL(39,0)",
                "a DECIMAL(5,6)",
                "a INTERVAL DAY TO YEAR",
                "a INT NOT",
                "`a INT",
                "a MAP<INT>",
                "a DECIMAL(99999999999,0)",
                "a INT COMMENT 5"
            })
    void whatIsNotAListOfColumnsIsRefusedWithTheText(String ddl) {
        assertThatThrownBy(() -> StructType.fromDDL(ddl))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMessageSaysWhere() {
        assertThatThrownBy(() -> StructType.fromDDL("device STRING, signal DUBLE"))
                .hasMessageContaining("column 23")
                .hasMessageContaining("'DUBLE' is not a type");
    }

    @Test
    void treeAndJsonAreSparks() {
        var schema =
                StructType.fromDDL("id BIGINT NOT NULL, tags ARRAY<STRING>, m MAP<STRING,INT>");
        assertThat(schema.treeString())
                .isEqualTo(
                        """
                        root
                         |-- id: long (nullable = false)
                         |-- tags: array (nullable = true)
                         |    |-- element: string (containsNull = true)
                         |-- m: map (nullable = true)
                         |    |-- key: string
                         |    |-- value: integer (valueContainsNull = true)
                        """);
        assertThat(schema.json())
                .isEqualTo(
                        "{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":false,\"metadata\":{}},"
                                + "{\"name\":\"tags\",\"type\":{\"type\":\"array\",\"elementType\":\"string\",\"containsNull\":true},\"nullable\":true,\"metadata\":{}},"
                                + "{\"name\":\"m\",\"type\":{\"type\":\"map\",\"keyType\":\"string\",\"valueType\":\"integer\",\"valueContainsNull\":true},\"nullable\":true,\"metadata\":{}}]}");
    }
}
